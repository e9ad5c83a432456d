using System.Text;
using System.Xml;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows;

/// <summary>
/// A BPMN file as read: everything is kept, also what the engine does not understand (other tools'
/// extensions, diagram interchange), so that <see cref="ToXml"/> gives it back.
/// </summary>
public sealed class BpmnDocument
{
    private readonly Dictionary<string, XElement> byId = new(StringComparer.Ordinal);

    internal BpmnDocument(XDocument xml)
    {
        Xml = xml;
        Root = xml.Root!;
        foreach (var element in Root.DescendantsAndSelf())
            if (element.Name.Namespace == BpmnNames.Model && element.Value("id") is { } id)
                byId.TryAdd(id, element);
    }

    internal XDocument Xml { get; }

    internal XElement Root { get; }

    /// <summary>Ids of the processes of the file, in its order.</summary>
    public IReadOnlyList<string> ProcessIds =>
        [.. Root.Children("process").Select(process => process.Value("id")).OfType<string>()];

    /// <summary>The file again: same elements, attributes, texts and white space.</summary>
    public string ToXml()
    {
        using var text = new Utf8Writer();
        var settings = new XmlWriterSettings { OmitXmlDeclaration = Xml.Declaration is null, NewLineHandling = NewLineHandling.Entitize, Indent = false };
        using (var writer = XmlWriter.Create(text, settings))
            Xml.Save(writer);
        return text.ToString();
    }

    internal XElement? Find(string? reference)
    {
        if (reference is null)
            return null;
        return byId.GetValueOrDefault(reference) ?? byId.GetValueOrDefault(BpmnXml.LocalPart(reference));
    }

    private sealed class Utf8Writer : StringWriter
    {
        public Utf8Writer()
            : base(System.Globalization.CultureInfo.InvariantCulture)
        {
        }

        public override Encoding Encoding => Encoding.UTF8;
    }
}
