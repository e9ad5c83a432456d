using Graballo.Rules.Feel;

namespace Graballo.Rules.Tests.Feel;

/// <summary>One line per rule of the language: the expression and the canonical text of its value.</summary>
public sealed class EvaluationTests
{
    private static readonly FeelContext Scope = FeelContext.Empty
        .With("x", (FeelNumber)5)
        .With("Monthly Salary", (FeelNumber)1000)
        .With("name", "Ana")
        .With("client", FeelContext.Empty.With("segment", "pyme").With("executive", null));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("3 ** 4 ** 5", "3486784401")]
    [InlineData("-3 ** 2", "9")]
    [InlineData("1 / 3", "0.3333333333333333333333333333333333")]
    [InlineData("1 / 0", "null")]
    [InlineData("Monthly Salary * 12", "12000")]
    [InlineData("if client.segment = \"pyme\" then 1 else 2", "1")]
    [InlineData("client.executive = null", "true")]
    [InlineData("{a: 1, b: a + 1}.b", "2")]
    [InlineData("[1, 2, 3][item > 1]", "[2, 3]")]
    [InlineData("[1, 2, 3][-1]", "3")]
    [InlineData("for i in 1..3 return i * i", "[1, 4, 9]")]
    [InlineData("for i in 0..4 return if i = 0 then 1 else i * partial[-1]", "[1, 1, 2, 6, 24]")]
    [InlineData("some i in [1, 2] satisfies i > 1", "true")]
    [InlineData("every i in [1, 2] satisfies i > 1", "false")]
    [InlineData("x in [1..5)", "false")]
    [InlineData("x in (1, 5)", "true")]
    [InlineData("x in > 3", "true")]
    [InlineData("x in (? > 3)", "true")]
    [InlineData("[1, 2, 3, 4][item in (? > 1 and ? < 4)]", "[2, 3]")]
    [InlineData("[3..1]", "null")]
    [InlineData("[] instance of list", "null")]
    [InlineData("time(\"10:30:01.5\").second", "1.5")]
    [InlineData("@\"2026-01-01T10:00:00\" < @\"2026-01-01T11:00:00+05:00\"", "true")]
    [InlineData("{f: function(a, b) b, r: f(a: 1)}.r", "null")]
    [InlineData("some i in [1] satisfies \"x\"", "null")]
    [InlineData("some i in [1, 2] satisfies if i = 2 then true else \"x\"", "true")]
    [InlineData("for i in 5 return i", "null")]
    [InlineData("decimal(0.515, 2)", "0.52")]
    [InlineData("decimal(0.505, 2)", "0.5")]
    [InlineData("1 + 3/2*2 - 2**3", "-4")]
    [InlineData("5 in ((5..10])", "false")]
    [InlineData("get entries({key1: \"value1\"})[key = \"key1\"].value", "[\"value1\"]")]
    [InlineData("substring after(\"\", \"a\")", "\"\"")]
    [InlineData("count([1, [2, 3]])", "2")]
    [InlineData("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]")]
    [InlineData("all(0)", "null")]
    [InlineData("contains([\"foobar\"], \"of\")", "false")]
    [InlineData("3[item > 2]", "[3]")]
    [InlineData("number(\"1,000.0\", \",\", \".\")", "1000")]
    [InlineData("string join([\"a\", null, \"c\"], \"X\")", "\"aXc\"")]
    [InlineData("time(\"23:59:00z\") + duration(\"PT2M\") = time(\"00:01:00@Etc/UTC\")", "true")]
    [InlineData("finished by([1..10), 10)", "false")]
    [InlineData("overlaps after((1..5], [1..5))", "true")]
    [InlineData("before([1..10), [10..20])", "true")]
    [InlineData("x between 1 and 5", "true")]
    [InlineData("date(\"2026-11-22\") + duration(\"P1M\")", "@\"2026-12-22\"")]
    [InlineData("@\"2026-11-22T10:00:00Z\" - @\"2026-11-21T08:00:00Z\"", "@\"P1DT2H\"")]
    [InlineData("@\"PT1H\" * 2.5", "@\"PT2H30M\"")]
    [InlineData("string length(name) + count([1, 2])", "5")]
    [InlineData("substring(string: \"foobar\", start position: 3)", "\"obar\"")]
    [InlineData("{f: function(n: number) if n < 2 then 1 else n * f(n - 1), r: f(20)}.r", "2432902008176640000")]
    [InlineData("not(true)", "false")]
    [InlineData("true or null", "true")]
    [InlineData("null and true", "null")]
    [InlineData("1 = \"1\"", "null")]
    [InlineData("[1..10[.end included", "false")]
    [InlineData("sort([3, 1, 2], function(a, b) a < b)", "[1, 2, 3]")]
    [InlineData("replace(\"abcd\", \"(ab)|(a)\", \"[1=$1][2=$2]\")", "\"[1=ab][2=]cd\"")]
    [InlineData("decimal(2.5, 0)", "2")]
    [InlineData("@\"2026-11-22\".weekday", "7")]
    [InlineData("week of year(@\"2026-11-22\")", "47")]
    [InlineData("5 instance of number", "true")]
    [InlineData("missing thing", "null")]
    [InlineData("{foo + bar: 1}.foo+bar", "1")]
    [InlineData("get value({foo + bar: 1}, \"foo+bar\")", "1")]
    [InlineData("all()", "null")]
    [InlineData("all([])", "true")]
    [InlineData("any(false, null)", "null")]
    [InlineData("string length(\"\\U01F40Eab\")", "3")]
    [InlineData("replace(\"\\U01F40Eab\", \".\", \"x\")", "\"xxx\"")]
    [InlineData("matches(\"a\\nb\", \"a.b\")", "false")]
    [InlineData("matches(\"a\\nb\", \"a.b\", \"s\")", "true")]
    [InlineData("split(\"a;b;;c\", \";\")", "[\"a\", \"b\", \"\", \"c\"]")]
    [InlineData("years and months duration(@\"2011-12-22\", @\"2013-08-24\")", "@\"P1Y8M\"")]
    [InlineData("years and months duration(@\"2013-08-24\", @\"2011-12-25\")", "@\"-P1Y7M\"")]
    [InlineData("is(@\"23:00:50z\", @\"23:00:50+00:00\")", "true")]
    [InlineData("is(@\"23:00:50z\", @\"23:00:50\")", "false")]
    [InlineData("overlaps([1..5], (5..8])", "false")]
    [InlineData("number(\"1 000,5\", \" \", \",\")", "1000.5")]
    [InlineData("[1, 2, 3] in [[1, 2], [1, 2, 3]]", "true")]
    [InlineData("sqrt(2)", "1.414213562373095048801688724209698")]
    [InlineData("exp(1)", "2.718281828459045235360287471352662")]
    [InlineData("log(1)", "0")]
    [InlineData("(function(x: list<number>) count(x))(5)", "1")]
    [InlineData("(function(x: list<number>) count(x))(\"a\")", "null")]
    [InlineData("@\"PT1.S\"", "null")]
    [InlineData("duration(\"PT1.S\")", "null")]
    [InlineData("@\"2021-10-31T02:30:00@Europe/Paris\".time offset", "@\"PT2H\"")]
    [InlineData("@\"2021-10-31T01:30:00@Europe/Paris\" + @\"PT1H\" - @\"2021-10-31T01:30:00@Europe/Paris\"", "@\"PT1H\"")]
    [InlineData("@\"2021-10-31T03:30:00@Europe/Paris\" - @\"2021-10-31T02:30:00@Europe/Paris\"", "@\"PT2H\"")]
    [InlineData("matches(\"😀\", \"^[😀]$\")", "true")]
    [InlineData("matches(\"😀\", \"^[^a]$\")", "true")]
    [InlineData("matches(\"😀\", \"^[^😀]$\")", "false")]
    [InlineData("matches(\"😁\", \"^[😀-😂]$\")", "true")]
    [InlineData("matches(\"😀😀\", \"^😀+$\")", "true")]
    [InlineData("replace(\"a🐎b\", \"[^a-z]\", \"x\")", "\"axb\"")]
    [InlineData("replace(\"a🐎b\", \"\\\\W\", \"x\")", "\"axb\"")]
    [InlineData("matches(\"ab\", \" a b \", \"x\")", "true")]
    [InlineData("matches(\"a b\", \"a\\\\ s b\", \"x\")", "true")]
    [InlineData("matches(\"_\", \"\\\\w\")", "false")]
    [InlineData("matches(\"+\", \"\\\\w\")", "true")]
    [InlineData("matches(\"٣\", \"\\\\d\")", "true")]
    [InlineData("matches(\"\\u00a0\", \"\\\\s\")", "false")]
    [InlineData("matches(\"a{b\", \"a{b\")", "null")]
    [InlineData("matches(\"a]\", \"a]\")", "null")]
    [InlineData("matches(\"a}\", \"a}\")", "null")]
    [InlineData("matches(\"aab\", \"a{,2}b\")", "null")]
    [InlineData("matches(\"aab\", \"a{2}b\")", "true")]
    [InlineData("matches(\"aab\", \"a{1,2}b\")", "true")]
    [InlineData("matches(\"aab\", \"a{1,}b\")", "true")]
    [InlineData("matches(\"b\", \"[a-z-[aeiou]]\")", "true")]
    [InlineData("matches(\"a\", \"[a-z-[aeiou]]\")", "false")]
    [InlineData("log(1.0)", "0")]
    [InlineData("log(1.000000000000000000000000000000001) * 10 ** 33", "0.9999999999999999999999999999999995")]
    [InlineData("1.000000000000000000000000000000001 ** 0.5", "1")]
    [InlineData("8 ** 0.5 * 2 ** 0.5", "4")]
    [InlineData("1 ** 0.5", "1")]
    [InlineData("32 ** 0.2", "2")]
    [InlineData("0.0001 ** 0.25", "0.1")]
    [InlineData("log(10)", "2.302585092994045684017991454684364")]
    [InlineData("2 ** 0.5", "1.414213562373095048801688724209698")]
    [InlineData("2 ** -2", "0.25")]
    [InlineData("stddev([2, 4, 7, 5])", "2.081665999466132735282297706979931")]
    [InlineData("median([1, 2, 3, 4])", "2.5")]
    [InlineData("@\"2026-03-29T01:30:00@Europe/Madrid\" + @\"PT1H\"", "@\"2026-03-29T03:30:00@Europe/Madrid\"")]
    [InlineData("date(2024, 2, 29) + @\"P1Y\"", "@\"2025-02-28\"")]
    [InlineData("context put({a: {b: 1}}, [\"a\", \"b\"], 2)", "{a: {b: 2}}")]
    [InlineData("list replace([1, 2, 3], function(item, newItem) item < newItem, 3)", "[3, 3, 3]")]
    [InlineData("string([1, \"a\", {b: @\"2026-01-01\"}])", "\"[1, \\\"a\\\", {b: 2026-01-01}]\"")]
    public void An_expression_has_its_value(string text, string expected) =>
        FeelValue.Write(FeelExpression.Parse(text, Scope.Keys).Evaluate(Scope)).Should().Be(expected);

    [Theory]
    [InlineData("< 10", true)]
    [InlineData("> 10", false)]
    [InlineData("[1..5]", true)]
    [InlineData("3, 5", true)]
    [InlineData("not(5)", false)]
    [InlineData("-", true)]
    [InlineData("? > 3 and ? < 6", true)]
    [InlineData("x", true)]
    [InlineData("\"a\"", null)]
    public void A_cell_tests_its_input(string text, bool? expected) =>
        FeelUnaryTests.Parse(text).Evaluate((FeelNumber)5, Scope).Should().Be(expected);

    [Theory]
    [InlineData("1 +", 1, 4)]
    [InlineData("[1, 2", 1, 6)]
    [InlineData("a\n  b )", 2, 5)]
    public void A_syntax_error_tells_its_place(string text, int line, int column)
    {
        FeelExpression.TryParse(text, out _, out var error).Should().BeFalse();
        (error!.Line, error.Column).Should().Be((line, column));
    }

    [Fact]
    public void A_null_comes_with_its_reason()
    {
        var result = FeelExpression.Parse("1 +\n missing").EvaluateWithDiagnostics(FeelContext.Empty);
        result.Value.Should().BeNull();
        result.Diagnostics[0].Should().Be(new FeelDiagnostic("name", "Nothing is named 'missing'", "", 2, 2));
    }

    [Theory]
    [InlineData("for i in 1..100000000 return i")]
    [InlineData("{f: function(n) f(n), r: f(1)}.r")]
    [InlineData("for a in 1..1000, b in 1..1000, c in 1..1000 return 1")]
    [InlineData("{s: \"0123456789\", d: function(t, n) if n = 0 then t else d(t + t, n - 1), r: d(s, 60)}.r")]
    public void A_budget_ends_what_would_not_end(string text)
    {
        var act = () => FeelExpression.Parse(text).Evaluate(FeelContext.Empty);
        act.Should().Throw<FeelBudgetException>();
    }
}
