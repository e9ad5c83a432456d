using System.Globalization;
using System.Text;

namespace Graballo.Rules.Tests.Safety;

/// <summary>Expressions and files that are costly on purpose: the tests see them end or be refused, <c>./graballo bench limits</c> takes their time.</summary>
internal static class CostlyInputs
{
    private const string List = "l: for i in 1..100000 return i";

    /// <summary>Expressions that end by the default budget.</summary>
    public static IReadOnlyList<string> Endless { get; } =
    [
        "{" + List + ", r: for i in 1..100000 return -1 in l}.r",
        "{" + List + ", r: for i in 1..100000 return l instance of list<number>}.r",
        "{" + List + ", f: function(x: list<number>) 1, r: for i in 1..100000 return f(l)}.r",
        "{" + List + ", r: for i in 1..100000 return max(l)}.r",
        "{" + List + ", r: for i in 1..100000 return sum(l)}.r",
        "{l: for i in 1..100000 return i - 9876543210987654321098765.123456, r: for i in 1..100000 return product(l)}.r",
        "{l: for i in 1..100000 return date and time(\"2026-03-01T10:00:00@America/Santiago\"), r: for i in 1..1000 return sort(l)}.r",
        "for i in 1..300000 return 1.0000001 ** 999999999",
        "for i in 1..300000 return 1.23 ** 0.3333",
        "for i in 1..300000 return log(1.23)",
        "for i in 1..300000 return exp(1.23)",
        "for i in 1..300000 return sqrt(1.23)",
        "{t: string join(for i in 1..150000 return \"a\"), r: for i in 1..100000 return upper case(t)}.r",
        "{t: string join(for i in 1..150000 return \"a\"), r: for i in 1..100000 return substring(t, 2)}.r",
        "{t: string join(for i in 1..150000 return \"a\"), r: for i in 1..100000 return substring after(t, \"a\")}.r",
        "{h: string join(for i in 1..60000 return \"a\"), m: h + \"b\" + h, t: h + h + h + h, r: for i in 1..100000 return contains(t, m)}.r",
        "for i in 1..400000 return " + string.Join(" * ", Enumerable.Repeat("1.01", 10_000)),
        "for i in 1..400000 return " + string.Concat(Enumerable.Repeat("1.234567890123456789 * (", 120)) + "1" + new string(')', 120),
        "for i in 1..400000 return i in (" + string.Join(", ", Enumerable.Repeat("-1", 20_000)) + ")",
        SlowMatches,
    ];

    /// <summary>Matches that are each quick enough and together are not.</summary>
    public static string SlowMatches => "for i in 1..20000 return matches(\"" + new string('a', 19) + "b\", \"^(a+)+\\1c$\")";

    /// <summary>A FIRST table: <paramref name="cell"/> gives the test of a row and a column.</summary>
    public static string Table(int inputs, int rules, Func<int, string> input, Func<int, int, string> cell)
    {
        var xml = new StringBuilder("<decision id=\"d\" name=\"d\"><variable name=\"d\"/><decisionTable hitPolicy=\"FIRST\">");
        for (var c = 0; c < inputs; c++) xml.Append(CultureInfo.InvariantCulture, $"<input><inputExpression><text>{input(c)}</text></inputExpression></input>");
        xml.Append("<output/>");
        for (var r = 0; r < rules; r++)
        {
            xml.Append("<rule>");
            for (var c = 0; c < inputs; c++) xml.Append(CultureInfo.InvariantCulture, $"<inputEntry><text>{cell(r, c)}</text></inputEntry>");
            xml.Append(CultureInfo.InvariantCulture, $"<outputEntry><text>{r}</text></outputEntry></rule>");
        }
        return File(xml.Append("</decisionTable></decision>").ToString());
    }

    /// <summary>Eight ranges a row, two thousand rows.</summary>
    public static string RangeTable()
    {
        var random = new Random(5);
        return Table(8, 2_000, c => $"{c + 500}", (_, _) => $"[{random.Next(400)}..{600 + random.Next(100_000)}]");
    }

    /// <summary>One text a row, twenty thousand rows.</summary>
    public static string TextTable() => Table(1, 20_000, _ => "\"v77\"", (r, _) => $"\"v{r}\"");

    /// <summary>As many decisions, each requiring those that <paramref name="requires"/> names.</summary>
    public static string Decisions(int count, Func<int, int[]> requires, string types = "") =>
        File(types + string.Concat(Enumerable.Range(0, count).Select(i => $"<decision id=\"d{i}\" name=\"My decision {i}\"><variable name=\"My decision {i}\"/>"
            + string.Concat(requires(i).Where(r => r >= 0).Select(r => $"<informationRequirement><requiredDecision href=\"#d{r}\"/></informationRequirement>"))
            + "<literalExpression><text>1</text></literalExpression></decision>")));

    /// <summary>Two hundred decisions beside a type of forty thousand parts.</summary>
    public static string WideType() => Decisions(200, _ => [],
        $"<itemDefinition name=\"t\">{string.Concat(Enumerable.Range(0, 40_000).Select(i => $"<itemComponent name=\"part {i}\"><typeRef>number</typeRef></itemComponent>"))}</itemDefinition>");

    /// <summary>A model with this content.</summary>
    public static string File(string content) =>
        $"<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">{content}</definitions>";
}
