using System.Diagnostics;
using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Safety;

/// <summary>What is costly is charged by its cost: the default budget ends an evaluation in about a second and in little memory.</summary>
public sealed class BudgetTests
{
    private const string List = "l: for i in 1..100000 return i";

    [Theory]
    [InlineData("{" + List + ", r: for i in 1..100000 return -1 in l}.r")]
    [InlineData("{" + List + ", r: for i in 1..100000 return l instance of list<number>}.r")]
    [InlineData("{" + List + ", f: function(x: list<number>) 1, r: for i in 1..100000 return f(l)}.r")]
    [InlineData("{" + List + ", r: for i in 1..100000 return max(l)}.r")]
    [InlineData("{" + List + ", r: for i in 1..100000 return sum(l)}.r")]
    [InlineData("{l: for i in 1..100000 return i - 9876543210987654321098765.123456, r: for i in 1..100000 return product(l)}.r")]
    [InlineData("{l: for i in 1..100000 return date and time(\"2026-03-01T10:00:00@America/Santiago\"), r: for i in 1..1000 return sort(l)}.r")]
    [InlineData("for i in 1..300000 return 1.0000001 ** 999999999")]
    [InlineData("for i in 1..300000 return 1.23 ** 0.3333")]
    [InlineData("for i in 1..300000 return log(1.23)")]
    [InlineData("for i in 1..300000 return exp(1.23)")]
    [InlineData("for i in 1..300000 return sqrt(1.23)")]
    [InlineData("{t: string join(for i in 1..150000 return \"a\"), r: for i in 1..100000 return upper case(t)}.r")]
    [InlineData("{t: string join(for i in 1..150000 return \"a\"), r: for i in 1..100000 return substring(t, 2)}.r")]
    [InlineData("{t: string join(for i in 1..150000 return \"a\"), r: for i in 1..100000 return substring after(t, \"a\")}.r")]
    [InlineData("{h: string join(for i in 1..60000 return \"a\"), m: h + \"b\" + h, t: h + h + h + h, r: for i in 1..100000 return contains(t, m)}.r")]
    public void A_costly_loop_ends_by_its_budget(string text)
    {
        var expression = FeelExpression.Parse(text);
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        var act = () => expression.Evaluate(FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>();
        watch.Elapsed.TotalSeconds.Should().BeLessThan(4, "a busy machine may be several times slower than the second that it takes");
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(700_000_000);
    }

    [Fact]
    public void A_long_expression_is_charged_by_its_operators()
    {
        var nested = string.Concat(Enumerable.Repeat("1.234567890123456789 * (", 120)) + "1" + new string(')', 120);
        foreach (var body in new[] { string.Join(" * ", Enumerable.Repeat("1.01", 10_000)), nested, "i in (" + string.Join(", ", Enumerable.Repeat("-1", 20_000)) + ")" })
        {
            var expression = FeelExpression.Parse("for i in 1..400000 return " + body);
            var watch = Stopwatch.StartNew();
            var act = () => expression.Evaluate(FeelContext.Empty);
            act.Should().Throw<FeelBudgetException>();
            watch.Elapsed.TotalSeconds.Should().BeLessThan(8);
        }
    }

    [Fact]
    public void Many_slow_matches_are_as_bad_as_one()
    {
        var slow = FeelExpression.Parse("for i in 1..20000 return matches(\"" + new string('a', 19) + "b\", \"^(a+)+\\1c$\")");
        var watch = Stopwatch.StartNew();
        var act = () => slow.Evaluate(FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>().WithMessage("*regular expression*");
        watch.Elapsed.TotalSeconds.Should().BeLessThan(5);
    }

    [Theory]
    [InlineData(50_000, "a+", 45_000)]
    [InlineData(5_000, "a+", 20_000)]
    [InlineData(5_000, "a", 200)]
    public void A_replacement_that_repeats_its_match_is_bounded(int length, string pattern, int times)
    {
        var text = $"replace(\"{new string('a', length)}\", \"{pattern}\", \"{string.Concat(Enumerable.Repeat("$0", times))}\")";
        var act = () => FeelExpression.Parse(text).Evaluate(FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>();
    }

    [Theory]
    [InlineData("replace(\"abc\", \"(a)(b)\", \"$2\\\\$$1-$3\")", "b$a-c")]
    [InlineData("replace(\"abc\", \"b\", \"$0$0\", \"\")", "abbc")]
    [InlineData("replace(\"a.c\", \".\", \"$1\", \"q\")", "a$1c")]
    public void A_replacement_keeps_its_meaning(string text, string expected) => FeelExpression.Parse(text).Evaluate(FeelContext.Empty).Should().Be(expected);
}
