using System.Diagnostics;
using System.Text;
using Graballo.Rules.Dmn;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Safety;

/// <summary>Broken and hostile texts: an error with its place or a value, never a crash and never a hang.</summary>
public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        "if a > 3 then \"x\" else [1, 2, 3][item > 1]", "for i in 1..10, j in [i, 2] return i ** j + count(partial)",
        "some x in list satisfies x.y between 1 and date(\"2020-01-01\")", "{a: 1, \"b c\": function(n: number) n * a, d: b c(3)}.d",
        "replace(\"aaaa\", \"(a+)+b\", \"$1\") + substring(s, -2) + string(@\"P1DT2H\")", "x in (<5, [1..3], ]4..7[, not(null))",
        "sort(list, function(a, b) a < b)[-1] instance of context<a: list<number>>", "{f: function(x) f(f(x)), r: f(1)}.r",
        "context put({a: {b: 1}}, [\"a\", \"b\"], [[1], {}])", "1e6000 * 10 ** 6111 / 3 - -0.000001 + exp(100) + log(1e-300)",
        "{a: [1, 1], b: [a, a], c: [b, b], d: [c, c], e: [d, d] = [d, d]}", "@\"2020-02-30\" + duration(\"P9999999999Y\") - @\"10:00:00@Asia/Dhaka\"",
        "((((((((((1))))))))))", "not(every i in 1..1000000 satisfies i > 0)", "split(string join(for i in 1..1000 return \"ab\", \",\"), \"[,]\")",
    ];

    private static readonly string[] Pieces =
    [
        "(", ")", "[", "]", "{", "}", "..", ".", ",", ":", "=", "<", ">", "+", "-", "*", "**", "/", "\"", "@\"", "?", "'", "\\", "in ", "not(", "for i in ",
        " return ", "if ", " then ", " else ", " instance of ", " between ", " and ", " or ", "function(", "1e999999", "999999999", "0", "null", "true", "item", "/*", "//", "\u0000", "\ud83d", "ñ",
    ];

    private static readonly FeelContext Scope = FeelContext.Empty
        .With("a", (FeelNumber)5).With("s", "text").With("list", FeelList.Of((FeelNumber)1, null, "x"));

    private static readonly FeelOptions Options = new() { MaxSteps = 200_000, MaxSizeThousands = 50 };

    private static TimeSpan _longest;

    public static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("GRABALLO_FUZZ"), out var rounds) ? rounds : 6_000;

    [Fact]
    public void A_mutated_expression_gives_a_value_or_an_error()
    {
        var random = new Random(20261122);
        for (var round = 0; round < Rounds; round++)
        {
            var text = Mutate(Seeds[random.Next(Seeds.Length)], random);
            Bounded(text, () => Evaluate(text));
        }
    }

    [Fact]
    public void A_mutated_file_gives_findings_or_a_model()
    {
        var random = new Random(20261123);
        var files = Directory.GetFiles(Definitions(), "*.dmn").Select(File.ReadAllText).ToArray();
        // A file takes as long as many expressions; asked for by name, as many files as asked for.
        var rounds = Environment.GetEnvironmentVariable("GRABALLO_FUZZ") is null ? Rounds / 30 : Rounds;
        for (var round = 0; round < rounds; round++)
        {
            var text = Mutate(files[random.Next(files.Length)], random);
            Bounded(text, () => ReadAndDecide(text));
        }
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("[", 100_000)]
    [InlineData("-", 100_000)]
    [InlineData("x in (", 10_000)]
    [InlineData("{a:", 50_000)]
    [InlineData("]1..2", 20_000)]
    [InlineData("if a then ", 20_000)]
    [InlineData("a.", 60_000)]
    [InlineData("f(", 60_000)]
    public void Deep_nesting_is_an_error_and_no_crash(string piece, int times)
    {
        var text = string.Concat(Enumerable.Repeat(piece, times)) + "1";
        Bounded(piece, () => FeelExpression.TryParse(text, out _, out var error).Should().BeFalse());
    }

    [Fact]
    public void A_long_chain_is_no_nesting()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("1", 20_000));
        FeelExpression.Parse(sum).Evaluate(Scope).Should().Be((FeelNumber)20_000);
        var choice = string.Join(" or ", Enumerable.Range(0, 5_000).Select(i => $"a = {i}"));
        FeelExpression.Parse(choice).Evaluate(Scope).Should().Be(true);
    }

    [Fact]
    public void Deep_functions_end_on_a_small_stack()
    {
        var deep = string.Concat(Enumerable.Repeat("1 + [", 140)) + "f(n + 1)" + string.Concat(Enumerable.Repeat("]", 140));
        var expression = FeelExpression.Parse("{f: function(n) " + deep + ", r: f(1)}.r");
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => expression.Evaluate(FeelContext.Empty)), 512 * 1024);
        thread.Start();
        thread.Join();
        thrown.Should().BeOfType<FeelBudgetException>();
    }

    [Fact]
    public void A_costly_constraint_is_paid_by_the_decision()
    {
        const string Xml = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
              <itemDefinition name="tSlow"><typeRef>number</typeRef><allowedValues><text>count(for i in 1..1000 return i) > ?</text></allowedValues></itemDefinition>
              <businessKnowledgeModel id="b" name="b"><variable name="b"/><encapsulatedLogic><formalParameter name="n" typeRef="tSlow"/><literalExpression><text>n</text></literalExpression></encapsulatedLogic></businessKnowledgeModel>
              <decision id="d" name="d"><variable name="d"/><knowledgeRequirement><requiredKnowledge href="#b"/></knowledgeRequirement>
                <literalExpression><text>for i in 1..100000 return b(1)</text></literalExpression></decision>
            </definitions>
            """;
        var model = DmnReader.Read(Xml).Model!;
        var act = () => model.Decide("d", FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>();
        FeelExpression.Parse("1 + 1").Evaluate(FeelContext.Empty).Should().Be((FeelNumber)2);
    }

    [Theory]
    [InlineData("{string", 1)]
    [InlineData("{}", 500_000)]
    [InlineData("a:", 500_000)]
    [InlineData("}", 500_000)]
    public void A_type_that_nobody_knows_is_a_finding_however_it_is_written(string piece, int times)
    {
        var type = string.Concat(Enumerable.Repeat(piece, times));
        var xml = $"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="urn:m">
              <itemDefinition name="t"><typeRef>{type}</typeRef></itemDefinition>
              <decision id="d" name="d"><variable name="d" typeRef="t"/><literalExpression><text>1</text></literalExpression></decision>
            </definitions>
            """;
        Bounded(piece, () => DmnReader.Read(xml).Findings.Should().Contain(finding => finding.Code == "type"));
    }

    [Fact]
    public void A_document_type_definition_is_refused()
    {
        const string Bomb = "<!DOCTYPE d [<!ENTITY a \"aaaaaaaaaa\">]><definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"&a;\"/>";
        DmnReader.Read(Bomb).Findings.Should().ContainSingle().Which.Code.Should().Be("xml");
    }

    [Fact]
    public void Shared_parts_do_not_multiply()
    {
        var text = "{" + string.Join(", ", Enumerable.Range(0, 60).Select(i => i == 0 ? "a0: [1], b0: [1]" : $"a{i}: [a{i - 1}, a{i - 1}], b{i}: [b{i - 1}, b{i - 1}]")) + ", r: a59 = b59}.r";
        Bounded(text, () => Evaluate(text));
        Bounded(text, () => Evaluate(text.Replace("a59 = b59", "string(a59)", StringComparison.Ordinal)));
    }

    // On a busy machine a second is not ours alone: the longest is told, and refused is what no machine explains.
    private static void Bounded(string text, Action action)
    {
        var watch = Stopwatch.StartNew();
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            action();
        }
        catch (Exception e) when (e is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException($"{e.GetType().Name} {e.Message} for: {text[..Math.Min(text.Length, 2000)]}", e);
        }

        var elapsed = watch.Elapsed;
        if (elapsed > _longest)
        {
            _longest = elapsed;
            if (elapsed > TimeSpan.FromSeconds(0.5)) TestContext.Current.SendDiagnosticMessage("{0:0.00} s for: {1}", elapsed.TotalSeconds, text[..Math.Min(text.Length, 300)]);
        }

        elapsed.Should().BeLessThan(TimeSpan.FromSeconds(30), text[..Math.Min(text.Length, 500)]);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(200_000_000, text[..Math.Min(text.Length, 500)]);
    }

    private static void Evaluate(string text)
    {
        try
        {
            if (FeelExpression.TryParse(text, out var expression, out _)) FeelValue.Write(expression.Evaluate(Scope, Options));
            if (FeelUnaryTests.TryParse(text, out var tests, out _)) tests.Evaluate((FeelNumber)3, Scope, Options);
        }
        catch (FeelBudgetException)
        {
            // The expected end of what would not end.
        }
    }

    private static void ReadAndDecide(string text)
    {
        var reading = DmnReader.Read(text);
        if (reading.Model is not { } model) return;
        foreach (var decision in model.Decisions.Where(d => d.Id.Length > 0))
        {
            try
            {
                model.Decide(decision.Id, Scope, Options);
            }
            catch (FeelBudgetException)
            {
                // As above.
            }
        }
    }

    private static string Mutate(string seed, Random random)
    {
        var text = new StringBuilder(seed);
        for (var i = random.Next(1, 5); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0: text.Remove(at, Math.Min(random.Next(1, 8), text.Length - at)); break;
                case 1: text.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 2: text[at] = (char)random.Next(32, 0x250); break;
                case 3: text.Insert(at, text.ToString(0, Math.Min(text.Length, random.Next(1, 40)))); break;
                default: text[at] = text[random.Next(text.Length)]; break;
            }
        }

        return text.ToString();
    }

    private static string Definitions()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !Directory.Exists(Path.Combine(at.FullName, "rules", "definitions"))) at = at.Parent;
        return Path.Combine(at!.FullName, "rules", "definitions");
    }
}
