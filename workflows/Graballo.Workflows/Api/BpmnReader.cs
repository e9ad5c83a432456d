using System.Xml;
using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows;

/// <summary>A file read: the document when it is XML and BPMN at all, and what is wrong with it.</summary>
public sealed record BpmnReading(BpmnDocument? Document, IReadOnlyList<Finding> Findings);

/// <summary>Reads BPMN 2.0 XML (BPMN 2.0.2 §15). Never throws on bad input: it reports.</summary>
public static class BpmnReader
{
    /// <summary>Longest file read, in characters. A hand-made model of a thousand elements is about a tenth.</summary>
    public const int MaxLength = 10_000_000;

    private const int MaxDepth = 100;

    /// <summary>Reads a file. A document type definition is refused, so entities cannot expand.</summary>
    public static BpmnReading Read(string xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        if (xml.Length > MaxLength)
            return Refused("FILE_TOO_LARGE", $"The file is larger than {MaxLength} characters.", 0, 0);
        try
        {
            if (TooDeep(xml) is { } deep)
                return deep;
            using var reader = Open(xml);
            var document = XDocument.Load(reader, LoadOptions.PreserveWhitespace | LoadOptions.SetLineInfo);
            return document.Root is { } root && root.Is("definitions")
                ? new BpmnReading(new BpmnDocument(document), [])
                : Refused("NOT_BPMN", "The file is XML but not a BPMN 2.0 file: its outermost element must be 'definitions' of the BPMN 2.0 namespace.", 1, 1);
        }
        catch (XmlException error)
        {
            // Declarations could define entities; what the reader says of them is not for people.
            var isDtd = error.Message.Contains("DTD", StringComparison.Ordinal);
            var why = isDtd ? "The file declares a document type (DTD); such files are not read." : $"The file is not well-formed XML: {error.Message}";
            return Refused("XML", why, error.LineNumber, error.LinePosition, isDtd);
        }
    }

    private static BpmnReading? TooDeep(string xml)
    {
        using var reader = Open(xml);
        var lines = (IXmlLineInfo)reader;
        while (reader.Read())
            if (reader.Depth > MaxDepth)
                return Refused("FILE_TOO_DEEP", $"Elements are nested deeper than {MaxDepth}.", lines.LineNumber, lines.LinePosition);
        return null;
    }

    private static XmlReader Open(string xml) =>
        XmlReader.Create(new StringReader(xml), new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = MaxLength,
        });

    private static BpmnReading Refused(string rule, string message, int line, int column, bool isDtd = false) =>
        new(null, [new Finding(FindingSeverity.Error, rule, "", null, message, line, column) { Args = isDtd ? [line] : [line, column] }]);
}
