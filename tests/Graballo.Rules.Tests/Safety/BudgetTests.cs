using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Safety;

/// <summary>What is costly is charged by its cost: the default budget ends an evaluation, in about a second (<c>./graballo bench limits</c>) and in little memory.</summary>
public sealed class BudgetTests
{
    public static TheoryData<string> Endless => new(CostlyInputs.Endless);

    [Theory]
    [MemberData(nameof(Endless))]
    public void A_costly_loop_ends_by_its_budget(string text)
    {
        var expression = FeelExpression.Parse(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var act = () => expression.Evaluate(FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>();
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(700_000_000);
    }

    [Fact]
    public void Many_slow_matches_are_as_bad_as_one()
    {
        var slow = FeelExpression.Parse(CostlyInputs.SlowMatches);
        var act = () => slow.Evaluate(FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>().WithMessage("*regular expression*");
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
