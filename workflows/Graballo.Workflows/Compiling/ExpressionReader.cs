using System.Xml.Linq;
using Graballo.Rules.Feel;
using Graballo.Workflows.Model;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Compiling;

/// <summary>Compiles the FEEL of a file once and reports what is not FEEL.</summary>
internal sealed class ExpressionReader(List<Finding> findings)
{
    /// <summary>Null when there is no text, or when it is wrong and has been reported.</summary>
    public Expression? Read(XElement owner, XObject? at, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var feel = text.Trim();
        if (feel.StartsWith('='))
            feel = feel[1..].Trim();
        try
        {
            return Expression.Parse(feel);
        }
        catch (FeelSyntaxException error)
        {
            var (line, column) = BpmnXml.Where(at ?? owner);
            findings.Add(new Finding(FindingSeverity.Error, "FEEL", Owner(owner).Value("id") ?? "", Owner(owner).Value("name"),
                $"The expression '{feel}' is not FEEL: {error.Message}", line, column)
            { Args = [feel, error.Reason] });
            return null;
        }
    }

    public Expression? Read(XElement owner, XElement? element) => Read(owner, element, element.Text());

    /// <summary>Plain text, or FEEL when it starts with '='.</summary>
    public TextOrExpression? Text(XElement owner, XObject? at, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return text.TrimStart().StartsWith('=')
            ? Read(owner, at, text) is { } expression ? new TextOrExpression(null, expression) : null
            : new TextOrExpression(text.Trim(), null);
    }

    /// <summary>An attribute of the product's namespace as plain text or FEEL.</summary>
    public TextOrExpression? Own(XElement element, string attribute) =>
        Text(element, element.Attribute(BpmnNames.Graballo + attribute), element.Own(attribute));

    private static XElement Owner(XElement element)
    {
        var at = element;
        while (at.Value("id") is null && at.Parent is not null)
            at = at.Parent;
        return at;
    }
}
