using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Tests.Properties;

/// <summary>parse(print(tree)) = tree, on random trees.</summary>
public sealed class TreeTests
{
    private static readonly string[] Variables = ["a", "total price", "x-y", "ñandú"];
    private static readonly FeelNames Names = new(Variables, ["first name", "z"]);

    [Fact]
    public void A_printed_tree_reads_back_as_itself()
    {
        var random = new Random(7);
        for (var round = 0; round < 5_000; round++)
        {
            var text = FeelPrinter.Print(Node(random, 4));
            FeelPrinter.Print(FeelParser.ParseExpression(text, Names)).Should().Be(text);
        }
    }

    [Fact]
    public void A_printed_tree_evaluates_like_its_source()
    {
        var random = new Random(8);
        var scope = FeelContext.Empty.With("a", (FeelNumber)3).With("total price", (FeelNumber)10).With("x-y", FeelList.Of((FeelNumber)1, "b")).With("ñandú", "c");
        var options = new FeelOptions { MaxSteps = 20_000 };
        for (var round = 0; round < 2_000; round++)
        {
            var text = FeelPrinter.Print(Node(random, 4));
            Value(text, scope, options).Should().Be(Value($"({text})", scope, options));
        }
    }

    [Fact]
    public void A_compiled_tree_gives_what_a_walk_over_it_gives()
    {
        var random = new Random(9);
        var scope = FeelContext.Empty.With("a", (FeelNumber)3).With("total price", (FeelNumber)10)
            .With("x-y", FeelList.Of((FeelNumber)1, "b", FeelContext.Empty.With("z", true).With("a", (FeelNumber)7))).With("ñandú", "c");
        var (compared, told) = (0, 0);
        for (var round = 0; round < Safety.FuzzTests.Rounds; round++)
        {
            var node = Node(random, 4);
            var text = FeelPrinter.Print(node);
            object? walked;
            try
            {
                walked = Interpreter.Evaluate(node, scope, 5_000);
            }
            catch (Exception budget) when (budget is FeelBudgetException || budget.Message == "budget")
            {
                continue;
            }

            compared++;
            told += walked is null ? 0 : 1;
            Shown(FeelExpression.Parse(text, Variables).Evaluate(scope)).Should().Be(Shown(walked), text);
        }

        compared.Should().BeGreaterThan(Safety.FuzzTests.Rounds / 2);
        told.Should().BeGreaterThan(Safety.FuzzTests.Rounds / 10);
    }

    // Two functions have no values to tell them apart by.
    private static string Shown(object? value) => value switch
    {
        FeelFunction => "function",
        FeelList list => "[" + string.Join(", ", list.Select(Shown)) + "]",
        FeelContext context => "{" + string.Join(", ", context.Select(entry => entry.Key + ": " + Shown(entry.Value))) + "}",
        _ => FeelValue.Write(value),
    };

    private static string Value(string text, FeelContext scope, FeelOptions options)
    {
        try
        {
            return FeelValue.Write(FeelExpression.Parse(text, Variables).Evaluate(scope, options));
        }
        catch (FeelBudgetException)
        {
            return "budget";
        }
    }

    private static FeelNode Node(Random r, int depth)
    {
        if (depth == 0 || r.Next(6) == 0) return Leaf(r);
        FeelNode Next() => Node(r, depth - 1);
        return r.Next(17) switch
        {
            0 => new PathNode(0, Next(), r.Next(2) == 0 ? "z" : "first name"),
            1 => new FilterNode(0, Next(), Next()),
            2 => new CallNode(0, new NameNode(0, r.Next(2) == 0 ? "count" : "string length"), [Next()], r.Next(2) == 0 ? null : ["string"]),
            3 => new NegateNode(0, Next()),
            4 => new BetweenNode(0, Next(), Next(), Next()),
            5 => new InNode(0, Next(), [Test(r, depth), Test(r, depth)]),
            6 => new InstanceOfNode(0, Next(), new TypeNode(0, "list", [("", new TypeNode(0, "date and time", [], null))], null)),
            7 => new IfNode(0, Next(), Next(), Next()),
            8 => new ForNode(0, [new Iterator("i", Next(), r.Next(2) == 0 ? Next() : null), new Iterator("j k", Next(), null)], Next()),
            9 => new QuantifiedNode(0, r.Next(2) == 0, [new Iterator("i", Next(), null)], Next()),
            10 => new FunctionNode(0, [new ParameterNode("p", null), new ParameterNode("q r", new TypeNode(0, "number", [], null))], Next(), false),
            11 => new ContextNode(0, [new ContextEntry("k", Next()), new ContextEntry("l m", Next())]),
            12 => new ListNode(0, [Next(), Next()]),
            13 => new RangeNode(0, r.Next(2) == 0, Next(), Next(), r.Next(2) == 0),
            _ => new BinaryNode(0, (BinaryOperator)r.Next(13), Next(), Next()),
        };
    }

    private static FeelNode Test(Random r, int depth) => r.Next(2) == 0
        ? new ComparisonNode(0, (FeelRangeKind)r.Next(1, 7), Node(r, depth - 1))
        : Node(r, depth - 1);

    private static FeelNode Leaf(Random r) => r.Next(7) switch
    {
        0 => new LiteralNode(0, FeelNumber.Parse($"{r.Next(1000)}.{r.Next(1, 99)}")),
        1 => new LiteralNode(0, "text \"quoted\" \\ \n ñ"),
        2 => new LiteralNode(0, r.Next(2) == 0),
        3 => new LiteralNode(0, null),
        4 => new LiteralNode(0, FeelDate.Create(2000 + r.Next(50), 1 + r.Next(12), 1 + r.Next(28))),
        _ => new NameNode(0, Variables[r.Next(Variables.Length)]),
    };
}
