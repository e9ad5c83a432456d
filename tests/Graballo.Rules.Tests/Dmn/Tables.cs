using System.Globalization;
using System.Security;
using System.Text;

namespace Graballo.Rules.Tests.Dmn;

/// <summary>Small DMN files for tests.</summary>
internal static class Tables
{
    /// <summary>One table "result" over inputs given as "name:type"; a rule is "cell | cell : output".</summary>
    public static string File(string hitPolicy, string inputs, string outputType, params string[] rules)
    {
        var columns = inputs.Split(", ").Select(i => i.Split(':')).ToArray();
        var xml = new StringBuilder("<definitions xmlns=\"https://www.omg.org/spec/DMN/20230324/MODEL/\" name=\"m\" namespace=\"urn:m\">");
        foreach (var c in columns) xml.Append(CultureInfo.InvariantCulture, $"<inputData id=\"i-{c[0]}\" name=\"{c[0]}\"><variable name=\"{c[0]}\" typeRef=\"{c[1]}\"/></inputData>");
        xml.Append("<decision id=\"result\" name=\"result\"><variable name=\"result\"/>");
        foreach (var c in columns) xml.Append(CultureInfo.InvariantCulture, $"<informationRequirement><requiredInput href=\"#i-{c[0]}\"/></informationRequirement>");
        xml.Append(CultureInfo.InvariantCulture, $"<decisionTable hitPolicy=\"{hitPolicy}\">");
        foreach (var c in columns) xml.Append(CultureInfo.InvariantCulture, $"<input label=\"{c[0]}\"><inputExpression typeRef=\"{c[1]}\"><text>{c[0]}</text></inputExpression></input>");
        xml.Append(CultureInfo.InvariantCulture, $"<output name=\"result\" typeRef=\"{outputType}\"/>");
        foreach (var rule in rules) Rule(xml, rule);
        return xml.Append("</decisionTable></decision></definitions>").ToString();
    }

    private static void Rule(StringBuilder xml, string rule)
    {
        var split = rule.LastIndexOf(" : ", StringComparison.Ordinal);
        xml.Append("<rule>");
        foreach (var cell in rule[..split].Split(" | ")) xml.Append(CultureInfo.InvariantCulture, $"<inputEntry><text>{SecurityElement.Escape(cell)}</text></inputEntry>");
        xml.Append(CultureInfo.InvariantCulture, $"<outputEntry><text>{SecurityElement.Escape(rule[(split + 3)..])}</text></outputEntry></rule>");
    }
}
