using System.Xml.Linq;
using Graballo.Workflows.Reading;

namespace Graballo.Workflows.Validation;

/// <summary>Operations, messages and called elements fit the data of who uses them (BPMN 2.0.2 §8.4.3, §10.3.3, §10.3.7).</summary>
internal static class InterfaceRules
{
    public static void Check(Validation v)
    {
        foreach (var task in v.Of("serviceTask"))
            if (v.Find(task.Value("operationRef")) is { } operation && operation.Is("operation") && task.Child("ioSpecification") is { } specification)
                Service(v, task, operation, specification);
        foreach (var task in v.Of("sendTask"))
            Message(v, task, Items.Inputs(task), "inputSet", "EXT047", "EXT048");
        foreach (var task in v.Of("receiveTask"))
            Message(v, task, Items.Outputs(task), "outputSet", "EXT051", "EXT052");
        foreach (var callable in v.Of(Kinds.Callables))
            Supported(v, callable);
        foreach (var call in v.Of("callActivity"))
            Call(v, call);
    }

    private static void Service(Validation v, XElement task, XElement operation, XElement specification)
    {
        if (specification.Children("inputSet").Count() != 1 || specification.Children("outputSet").Count() > 1)
            v.Warning("EXT043", task, "A service task has one input set and at most one output set.");
        Fits(v, task, Items.Inputs(task), operation.ChildText("inMessageRef"), "EXT044");
        Fits(v, task, Items.Outputs(task), operation.ChildText("outMessageRef"), "EXT045");
    }

    private static void Fits(Validation v, XElement task, IReadOnlyList<XElement> data, string? message, string rule)
    {
        if (v.Find(message) is not { } found || data.Count == 0)
            return;
        if (data.Count > 1 || !Items.Same(Items.TypeOf(v, data[0]), Items.TypeOf(v, found)))
            v.Warning(rule, task, $"The data of the task is not of the type of the operation's message '{message}'.");
    }

    private static void Message(Validation v, XElement task, IReadOnlyList<XElement> data, string set, string count, string type)
    {
        if (v.Find(task.Value("messageRef")) is not { } message || !message.Is("message") || task.Child("ioSpecification") is not { } specification)
            return;
        if (data.Count > 1 || specification.Children(set).Count() > 1)
            v.Warning(count, task, "One message is one piece of data; the task has more.");
        else if (data.Count == 1 && !Items.Same(Items.TypeOf(v, data[0]), Items.TypeOf(v, message)))
            v.Warning(type, task, "The data of the task is not of the type of its message.");
    }

    /// <summary>Who supports an interface says how each operation's messages are its data.</summary>
    private static void Supported(Validation v, XElement callable)
    {
        var bindings = callable.Children("ioBinding").ToList();
        foreach (var reference in callable.Children("supportedInterfaceRef"))
            foreach (var operation in v.Find(reference.Text())?.Children("operation") ?? [])
                if (!bindings.Exists(binding => v.Find(binding.Value("operationRef")) == operation))
                    v.Warning("EXT064", callable, $"The interface '{reference.Text()}' is supported, but its operation '{operation.Value("id")}' has no ioBinding.");
        foreach (var binding in bindings)
            if (v.Find(binding.Value("operationRef")) is { } operation)
            {
                Binding(v, callable, v.Find(binding.Value("inputDataRef")), operation.ChildText("inMessageRef"));
                Binding(v, callable, v.Find(binding.Value("outputDataRef")), operation.ChildText("outMessageRef"));
            }
    }

    private static void Binding(Validation v, XElement callable, XElement? data, string? message)
    {
        if (data is not null && v.Find(message) is { } found && !Items.Same(Items.TypeOf(v, data), Items.TypeOf(v, found)))
            v.Warning("EXT065", callable, $"The ioBinding connects data with the message '{message}' of another type.");
    }

    private static void Call(Validation v, XElement call)
    {
        if (call.Value("calledElement") is not { } reference)
        {
            v.Error("CALLED_ELEMENT", call, "The call activity does not say which process it calls.");
            return;
        }

        if (v.Find(reference) is not { } called || called.Child("ioSpecification") is null || call.Child("ioSpecification") is null)
            return;
        if (!SameTypes(v, Items.Inputs(call), Items.Inputs(called)) || !SameTypes(v, Items.Outputs(call), Items.Outputs(called)))
            v.Warning("EXT063", call, $"The data inputs and outputs are not those of '{reference}'.");
    }

    private static bool SameTypes(Validation v, IReadOnlyList<XElement> left, IReadOnlyList<XElement> right)
    {
        if (left.Count != right.Count)
            return false;
        var open = right.ToList();
        return left.All(one => open.FindIndex(other => Items.Same(Items.TypeOf(v, one), Items.TypeOf(v, other))) is var at and >= 0 && Remove(open, at));
    }

    private static bool Remove(List<XElement> from, int at)
    {
        from.RemoveAt(at);
        return true;
    }
}
