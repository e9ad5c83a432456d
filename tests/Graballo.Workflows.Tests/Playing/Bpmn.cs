namespace Graballo.Workflows.Tests;

/// <summary>Writes small processes for tests.</summary>
internal static class Bpmn
{
    public static string Definitions(string content) =>
        $"""
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:graballo="urn:graballo:bpmn" id="d" targetNamespace="urn:test">
        {content}
        </bpmn:definitions>
        """;

    public static string Process(string content, string before = "", string id = "p") =>
        Definitions($"""{before}<bpmn:process id="{id}" isExecutable="true">{content}</bpmn:process>""");

    public static string Flow(string from, string to, string? condition = null, string? id = null)
    {
        var head = $"<bpmn:sequenceFlow id=\"{id ?? from + "-" + to}\" sourceRef=\"{from}\" targetRef=\"{to}\"";
        return condition is null
            ? head + "/>"
            : head + $"><bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">{System.Security.SecurityElement.Escape(condition)}</bpmn:conditionExpression></bpmn:sequenceFlow>";
    }

    /// <summary>a → b → c.</summary>
    public static string Path(params string[] nodes) =>
        string.Concat(nodes.Zip(nodes.Skip(1), (from, to) => Flow(from, to)));

    public static string Script(string id, string expression, string variable) =>
        $"<bpmn:scriptTask id=\"{id}\" scriptFormat=\"feel\" graballo:resultVariable=\"{variable}\"><bpmn:script>{System.Security.SecurityElement.Escape(expression)}</bpmn:script></bpmn:scriptTask>";

    public static string Start(string id = "start") => $"<bpmn:startEvent id=\"{id}\"/>";

    public static string End(string id = "end") => $"<bpmn:endEvent id=\"{id}\"/>";

    public static string User(string id, string attributes = "") => $"<bpmn:userTask id=\"{id}\" {attributes}/>";

    public static string Timer(string text, string form = "timeDuration") =>
        $"<bpmn:timerEventDefinition><bpmn:{form} xsi:type=\"bpmn:tFormalExpression\">{System.Security.SecurityElement.Escape(text)}</bpmn:{form}></bpmn:timerEventDefinition>";

    public static string Boundary(string id, string on, string definition, bool interrupting = true) =>
        $"<bpmn:boundaryEvent id=\"{id}\" attachedToRef=\"{on}\" cancelActivity=\"{(interrupting ? "true" : "false")}\">{definition}</bpmn:boundaryEvent>";
}
