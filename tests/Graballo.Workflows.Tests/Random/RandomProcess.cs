using System.Globalization;
using System.Text;
using CsCheck;

namespace Graballo.Workflows.Tests;

/// <summary>A block of a well-formed process: one way in, one way out.</summary>
internal abstract record Block
{
    public sealed record Task(string Kind) : Block;

    public sealed record Sequence(Block[] Blocks) : Block;

    public sealed record Choice(Block[] Branches) : Block;

    public sealed record Parallel(Block[] Branches) : Block;

    public sealed record Inclusive(Block[] Branches) : Block;

    public sealed record EventChoice(int Branches) : Block;

    public sealed record Again(Block Body) : Block;

    public sealed record Sub(Block Body, string Trigger, bool Interrupting, int Instances, string Beside) : Block;

    /// <summary>Activities that are undone again, one after the other.</summary>
    public sealed record Undo(string[] Kinds) : Block;

    public sealed record Guarded(string Kind, bool Interrupting) : Block;

    private static Gen<Block> Leaf { get; } =
        CsCheck.Gen.OneOf<string>("userTask", "serviceTask", "scriptTask", "task", "timer", "signalThrow").Select(kind => (Block)new Task(kind));

    public static Gen<Block> Gen { get; } = CsCheck.Gen.Recursive<Block>((depth, inner) => depth > 4 ? Leaf : CsCheck.Gen.Frequency(
        (2, Leaf),
        (3, inner.Array[2, 4].Select(blocks => (Block)new Sequence(blocks))),
        (2, inner.Array[2, 3].Select(blocks => (Block)new Choice(blocks))),
        (2, inner.Array[2, 3].Select(blocks => (Block)new Parallel(blocks))),
        (2, inner.Array[2, 3].Select(blocks => (Block)new Inclusive(blocks))),
        (1, CsCheck.Gen.Int[2, 3].Select(count => (Block)new EventChoice(count))),
        (1, inner.Select(body => (Block)new Again(body))),
        (2, CsCheck.Gen.Select(inner, CsCheck.Gen.OneOf<string>("none", "timer", "signal", "error"), CsCheck.Gen.Bool, CsCheck.Gen.Int[0, 3], CsCheck.Gen.OneOf<string>("none", "timer", "signal"))
            .Select((body, trigger, interrupting, instances, beside) => (Block)new Sub(body, trigger, interrupting, instances, beside))),
        (1, CsCheck.Gen.OneOf<string>("userTask", "task", "serviceTask").Array[1, 3].Select(kinds => (Block)new Undo(kinds))),
        (1, CsCheck.Gen.Select(CsCheck.Gen.OneOf<string>("userTask", "serviceTask", "receiveTask"), CsCheck.Gen.Bool)
            .Select((kind, interrupting) => (Block)new Guarded(kind, interrupting)))));

}

/// <summary>Writes a block as BPMN.</summary>
internal sealed class RandomProcess
{
    private readonly StringBuilder xml = new();
    private int next;

    public static string Write(Block block)
    {
        var writer = new RandomProcess();
        writer.Body(block);
        return Bpmn.Process(writer.xml.ToString(), before: "<bpmn:signal id=\"sig\" name=\"sig\"/><bpmn:error id=\"err\" errorCode=\"E\"/><bpmn:message id=\"msg\" name=\"msg\"/>");
    }

    private string Id(string kind) => kind + (++next).ToString(CultureInfo.InvariantCulture);

    private string Node(string type, string content = "", string attributes = "")
    {
        var id = Id(type);
        xml.Append(CultureInfo.InvariantCulture, $"<bpmn:{type} id=\"{id}\" {attributes}>{content}</bpmn:{type}>");
        return id;
    }

    private void Flow(string from, string to, string? condition = null) => xml.Append(Bpmn.Flow(from, to, condition, Id("f")));

    private void Body(Block block)
    {
        var start = Node("startEvent");
        var end = Node("endEvent");
        var (first, last) = Emit(block);
        Flow(start, first);
        Flow(last, end);
    }

    private (string In, string Out) Emit(Block block) => block switch
    {
        Block.Task task => Task(task.Kind),
        Block.Sequence sequence => Sequence(sequence),
        Block.Choice choice => Branches("exclusiveGateway", choice.Branches, exclusive: true),
        Block.Parallel parallel => Branches("parallelGateway", parallel.Branches, exclusive: null),
        Block.Inclusive inclusive => Branches("inclusiveGateway", inclusive.Branches, exclusive: false),
        Block.EventChoice events => EventChoice(events.Branches),
        Block.Again again => Again(again),
        Block.Sub sub => Sub(sub),
        Block.Guarded guarded => Guarded(guarded),
        Block.Undo undo => Undo(undo),
        _ => throw new InvalidOperationException(),
    };

    private (string, string) Task(string kind)
    {
        var id = kind switch
        {
            "serviceTask" => Node(kind, attributes: "graballo:serviceType=\"notify\""),
            "scriptTask" => Node(kind, "<bpmn:script>if n = null then 1 else n + 1</bpmn:script>", "scriptFormat=\"feel\" graballo:resultVariable=\"n\""),
            "timer" => Node("intermediateCatchEvent", Bpmn.Timer("PT1H")),
            "signalThrow" => Node("intermediateThrowEvent", "<bpmn:signalEventDefinition signalRef=\"sig\"/>"),
            _ => Node(kind),
        };
        return (id, id);
    }

    private (string, string) Sequence(Block.Sequence sequence)
    {
        var parts = sequence.Blocks.Select(Emit).ToList();
        foreach (var (left, right) in parts.Zip(parts.Skip(1)))
            Flow(left.Out, right.In);
        return (parts[0].In, parts[^1].Out);
    }

    /// <param name="exclusive">True: by one number; false: each by its own digit; null: without conditions.</param>
    private (string, string) Branches(string gateway, Block[] branches, bool? exclusive)
    {
        var join = Node(gateway);
        var fallback = Id("f");
        var split = Node(gateway, attributes: exclusive is null ? "" : $"default=\"{fallback}\"");
        for (var at = 0; at < branches.Length; at++)
        {
            var (first, last) = Emit(branches[at]);
            if (at == branches.Length - 1 && exclusive is not null)
                xml.Append(Bpmn.Flow(split, first, null, fallback));
            else
                Flow(split, first, exclusive switch { null => null, true => $"pick = {at}", false => $"floor(modulo(pick, 2 ** {at + 1}) / 2 ** {at}) = 1" });
            Flow(last, join);
        }

        return (split, join);
    }

    private (string, string) EventChoice(int branches)
    {
        var split = Node("eventBasedGateway");
        var join = Node("exclusiveGateway");
        for (var at = 0; at < branches; at++)
        {
            var caught = at == 0
                ? Node("intermediateCatchEvent", Bpmn.Timer("PT2H"))
                : Node("receiveTask", attributes: "messageRef=\"msg\"");
            Flow(split, caught);
            Flow(caught, join);
        }

        return (split, join);
    }

    /// <summary>Back at most until n is 6: loops in these processes end.</summary>
    private (string, string) Again(Block.Again again)
    {
        var merge = Node("exclusiveGateway");
        var count = Task("scriptTask").Item1;
        var (first, last) = Emit(again.Body);
        var back = Id("f");
        var check = Node("exclusiveGateway");
        var after = Node("task");
        Flow(merge, count);
        Flow(count, first);
        Flow(last, check);
        Flow(check, merge, "n < 6");
        xml.Append(Bpmn.Flow(check, after, "n >= 6", back));
        return (merge, after);
    }

    private (string, string) Sub(Block.Sub sub)
    {
        var id = Id("subProcess");
        xml.Append(CultureInfo.InvariantCulture, $"<bpmn:subProcess id=\"{id}\" graballo:stage=\"service\">");
        if (sub.Instances > 0)
            xml.Append(CultureInfo.InvariantCulture, $"<bpmn:multiInstanceLoopCharacteristics isSequential=\"{(sub.Interrupting ? "true" : "false")}\"><bpmn:loopCardinality xsi:type=\"bpmn:tFormalExpression\">{sub.Instances}</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>");
        Body(sub.Body);
        Beside(sub);
        xml.Append("</bpmn:subProcess>");
        if (sub.Trigger == "none")
            return (id, id);
        return Boundary(id, sub.Trigger switch
        {
            "timer" => Bpmn.Timer("PT3H"),
            "signal" => "<bpmn:signalEventDefinition signalRef=\"sig\"/>",
            _ => "<bpmn:errorEventDefinition errorRef=\"err\"/>",
        }, sub.Interrupting || sub.Trigger == "error");
    }

    private void Beside(Block.Sub sub)
    {
        if (sub.Beside == "none")
            return;
        var definition = sub.Beside == "timer" ? Bpmn.Timer("PT5H") : "<bpmn:signalEventDefinition signalRef=\"sig\"/>";
        xml.Append(CultureInfo.InvariantCulture, $"<bpmn:subProcess id=\"{Id("beside")}\" triggeredByEvent=\"true\">");
        var start = Node("startEvent", definition, $"isInterrupting=\"{(sub.Interrupting ? "true" : "false")}\"");
        var task = Node("userTask");
        var end = Node("endEvent");
        Flow(start, task);
        Flow(task, end);
        xml.Append("</bpmn:subProcess>");
    }

    private (string, string) Undo(Block.Undo undo)
    {
        string? first = null, last = null;
        foreach (var kind in undo.Kinds)
        {
            var task = Task(kind).Item1;
            var boundary = Id("undo");
            xml.Append(Bpmn.Boundary(boundary, task, "<bpmn:compensateEventDefinition/>"));
            var handler = Node("userTask", attributes: "isForCompensation=\"true\"");
            xml.Append(CultureInfo.InvariantCulture, $"<bpmn:association id=\"{Id("a")}\" sourceRef=\"{boundary}\" targetRef=\"{handler}\"/>");
            if (last is not null)
                Flow(last, task);
            (first, last) = (first ?? task, task);
        }

        var thrower = Node("intermediateThrowEvent", "<bpmn:compensateEventDefinition/>");
        Flow(last!, thrower);
        return (first!, thrower);
    }

    private (string, string) Guarded(Block.Guarded guarded)
    {
        var id = guarded.Kind switch
        {
            "serviceTask" => Task(guarded.Kind).Item1,
            "receiveTask" => Node("receiveTask", attributes: "messageRef=\"msg\""),
            _ => Node(guarded.Kind),
        };
        return Boundary(id, Bpmn.Timer("PT4H"), guarded.Interrupting);
    }

    private (string, string) Boundary(string activity, string definition, bool interrupting)
    {
        var boundary = Id("boundary");
        xml.Append(Bpmn.Boundary(boundary, activity, definition, interrupting));
        var handler = Node("userTask");
        Flow(boundary, handler);
        if (!interrupting)
        {
            var end = Node("endEvent");
            Flow(handler, end);
            return (activity, activity);
        }

        var join = Node("exclusiveGateway");
        Flow(activity, join);
        Flow(handler, join);
        return (activity, join);
    }
}
