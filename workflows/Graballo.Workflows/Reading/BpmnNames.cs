using System.Xml.Linq;

namespace Graballo.Workflows.Reading;

/// <summary>The XML namespaces of a BPMN file.</summary>
internal static class BpmnNames
{
    public static readonly XNamespace Model = "http://www.omg.org/spec/BPMN/20100524/MODEL";
    public static readonly XNamespace Diagram = "http://www.omg.org/spec/BPMN/20100524/DI";
    public static readonly XNamespace Schema = "http://www.w3.org/2001/XMLSchema-instance";
    public static readonly XNamespace Graballo = "urn:graballo:bpmn";
}
