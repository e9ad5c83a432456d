using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine.Constructs;

/// <summary>
/// Standard loops and multi-instance activities (BPMN 2.0.2 §13.3.6, §13.3.7). The token that came holds the
/// boundary events and owns one scope for all instances; in it each instance has a scope and a token.
/// </summary>
internal static class Looping
{
    public static void Begin(Run run, Token token, Node node)
    {
        var loop = node.Loop!;
        var (total, items) = loop.IsStandard ? (StandardTotal(loop), null) : MultiTotal(run, token, loop);
        var none = total == 0 || (loop.IsStandard && loop.TestBefore && !GoesOn(run, run.ContextOf(token), loop));
        if (none)
        {
            if (loop.OutputCollection is { } empty)
                run.Set(token.Scope, empty, FeelList.Empty);
            run.EndActivity(token, node);
            return;
        }

        var outputs = loop.OutputCollection is null ? null : new FeelList(Enumerable.Repeat<object?>(null, total));
        var multi = run.AddScope(id => new Scope(id, token.Scope, token.Id, ScopeKind.Multi, node.Id)
        {
            Loop = new LoopState(total, 0, 0, items, outputs),
        });
        var first = loop.IsStandard || loop.Sequential ? 1 : total;
        for (var at = 0; at < first; at++)
            multi = StartNext(run, multi, node);
    }

    public static void InstanceDone(Run run, Token inner, Node node)
    {
        var instance = run.ScopeOf(inner.Scope)!;
        var multi = run.ScopeOf(instance.Parent)!;
        var loop = node.Loop!;
        multi = Count(run, multi, instance, loop, multi.Loop! with { Completed = multi.Loop!.Completed + 1 });
        run.Discard(inner);
        run.RemoveScope(instance);
        var outer = run.Find(multi.Owner)!;
        if (!ThrowBehavior(run, outer, multi, loop))
            return;
        multi = run.ScopeOf(multi.Id)!;
        if (IsComplete(run, multi, loop))
            Finish(run, outer, multi, node);
        else if ((loop.IsStandard || loop.Sequential) && multi.Loop!.Started < multi.Loop.Total)
            StartNext(run, multi, node);
    }

    private static int StandardTotal(LoopSpec loop)
    {
        if (loop.Maximum is < 0)
            throw new InvalidOperationException($"The loop may not run {loop.Maximum} times.");
        return loop.Maximum ?? int.MaxValue;
    }

    private static (int Total, FeelList? Items) MultiTotal(Run run, Token token, LoopSpec loop)
    {
        var scope = run.ContextOf(token);
        if (loop.Collection is not null)
        {
            var items = loop.Collection.Evaluate(scope, run.Options) as FeelList
                ?? throw new InvalidOperationException($"'{loop.Collection.Text}' is not a list to repeat the activity for.");
            return (items.Count, items);
        }

        if (loop.Cardinality?.Evaluate(scope, run.Options) is FeelNumber number && number.TryToInt64(out var total) && total is >= 0 and <= Run.Budget)
            return ((int)total, null);
        throw new InvalidOperationException($"'{loop.Cardinality?.Text}' is not a number of times, 0 to {Run.Budget}, to repeat the activity.");
    }

    private static Scope StartNext(Run run, Scope multi, Node node)
    {
        var index = multi.Loop!.Started;
        var variables = FeelContext.Empty.With("loopCounter", FeelValue.From(index + 1));
        if (node.Loop!.ItemName is { } item && multi.Loop.Items is { } items)
            variables = variables.With(item, items[index]);
        if (node.Loop.OutputItem is { } output)
            variables = variables.With(output, null);
        multi = run.Update(Describe(multi with { Loop = multi.Loop with { Started = index + 1 } }, node.Loop));
        var instance = run.AddScope(id => new Scope(id, multi.Id, 0, ScopeKind.Instance, node.Id) { Variables = variables });
        run.Place(instance.Id, node);
        return multi;
    }

    private static Scope Count(Run run, Scope multi, Scope instance, LoopSpec loop, LoopState state)
    {
        if (loop.OutputItem is { } output && state.Outputs is { } outputs
            && instance.Variables["loopCounter"] is FeelNumber counter && counter.TryToInt64(out var number))
        {
            var values = outputs.ToArray();
            values[number - 1] = instance.Variables[output];
            state = state with { Outputs = new FeelList(values) };
        }

        return run.Update(Describe(multi with { Loop = state }, loop));
    }

    /// <summary>The numbers that conditions may look at (BPMN 2.0.2 table 10.30).</summary>
    private static Scope Describe(Scope multi, LoopSpec loop)
    {
        var state = multi.Loop!;
        var variables = loop.IsStandard
            ? multi.Variables.With("loopCounter", FeelValue.From(state.Started))
            : multi.Variables
                .With("numberOfInstances", FeelValue.From(loop.Sequential ? state.Started : state.Total))
                .With("numberOfActiveInstances", FeelValue.From(state.Started - state.Completed))
                .With("numberOfCompletedInstances", FeelValue.From(state.Completed))
                .With("numberOfTerminatedInstances", FeelValue.From(0));
        return multi with { Variables = variables };
    }

    private static bool IsComplete(Run run, Scope multi, LoopSpec loop)
    {
        var state = multi.Loop!;
        if (state.Completed >= state.Total)
            return true;
        var scope = run.ContextOf(multi.Id);
        return loop.IsStandard ? !GoesOn(run, scope, loop) : loop.CompletionCondition?.IsTrue(scope, run.Options) == true;
    }

    private static bool GoesOn(Run run, FeelContext scope, LoopSpec loop) =>
        loop.Condition is null || loop.Condition.IsTrue(scope, run.Options);

    /// <summary>Throws what the behaviour asks for; false when that took the activity away.</summary>
    private static bool ThrowBehavior(Run run, Token outer, Scope multi, LoopSpec loop)
    {
        var events = loop.Behavior switch
        {
            MultiBehavior.None => loop.BehaviorEvent is { } each ? [each] : [],
            MultiBehavior.One => loop.BehaviorEvent is { } one && multi.Loop!.Completed == 1 ? [one] : [],
            MultiBehavior.Complex => loop.ComplexEvents
                .Where(complex => complex.Condition.IsTrue(run.ContextOf(multi.Id), run.Options))
                .Select(complex => complex.Event).ToArray(),
            _ => Array.Empty<EventDefinition>(),
        };
        foreach (var definition in events)
        {
            run.ThrowFromActivity(outer, definition);
            if (run.ScopeOf(multi.Id) is null)
                return false;
        }

        return true;
    }

    private static void Finish(Run run, Token outer, Scope multi, Node node)
    {
        run.CancelScope(multi.Id);
        if (node.Loop!.OutputCollection is { } name)
            run.Set(outer.Scope, name, multi.Loop!.Outputs ?? FeelList.Empty);
        run.EndActivity(outer, node);
    }
}
