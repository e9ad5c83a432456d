namespace Graballo.Desk.Tests.Hosting;

/// <summary>The ticket's flow, made small: assigned, then whatever a test wants, then a task of the responsible.</summary>
internal static class SmallFlow
{
    public static string Xml(string middle, string first, string last, string key = "ticket-lifecycle") => $"""
        <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xmlns:graballo="urn:graballo:bpmn" id="d" targetNamespace="urn:test">
          <bpmn:process id="{key}" name="Flujo" isExecutable="true">
            <bpmn:startEvent id="start"/>
            <bpmn:serviceTask id="assign" graballo:serviceType="assign"/>
            {middle}
            <bpmn:userTask id="work" name="Atender"/>
            <bpmn:endEvent id="end"/>
            {Path("start", "assign", first)}
            {Path(last, "work", "end")}
          </bpmn:process>
        </bpmn:definitions>
        """;

    public static string Path(params string[] nodes) => string.Concat(
        nodes.Zip(nodes.Skip(1), (from, to) => $"<bpmn:sequenceFlow id=\"{from}-{to}\" sourceRef=\"{from}\" targetRef=\"{to}\"/>"));

    /// <summary>A service task with inputs in FEEL.</summary>
    public static string Service(string id, string type, string attributes, params (string Name, string Source)[] inputs) => $"""
        <bpmn:serviceTask id="{id}" graballo:serviceType="{type}" {attributes}>
          <bpmn:extensionElements>{string.Concat(inputs.Select(input => $"<graballo:input name=\"{input.Name}\" source=\"{System.Security.SecurityElement.Escape(input.Source)}\"/>"))}</bpmn:extensionElements>
        </bpmn:serviceTask>
        """;
}
