using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Compensation: undoing completed activities, last first (BPMN 2.0.2 §13.5.5).</content>
internal sealed partial class Run
{
    /// <summary>Remembers a completed activity that has something to undo it with.</summary>
    private void RememberForCompensation(Token token, Node node, Scope? finished)
    {
        var inner = finished?.Kind == ScopeKind.Sub ? finished.Done : [];
        if (node.CompensationHandler is null && inner.Count == 0 && CompensationSubProcess(node) is null)
            return;
        var variables = finished?.Kind == ScopeKind.Sub ? finished.Variables : InstanceVariables(token);
        var scope = RememberingScope(token.Scope);
        Update(scope with { Done = [.. scope.Done, new Done(node.Id, variables, inner)] });
    }

    private FeelContext InstanceVariables(Token token) =>
        IsInner(token) ? scopes.Find(token.Scope)!.Variables : FeelContext.Empty;

    /// <summary>The sub-process or process around; loops and their instances remember nothing.</summary>
    private Scope RememberingScope(int id)
    {
        var scope = scopes.Find(id)!;
        while (scope.Kind is ScopeKind.Multi or ScopeKind.Instance)
            scope = scopes.Find(scope.Parent)!;
        return scope;
    }

    /// <summary>Starts undoing what a scope completed; the token waits until it is done.</summary>
    /// <param name="activity">Only this activity; null for all.</param>
    public void Compensate(Token thrower, string? activity)
    {
        var scope = CompensatedBy(thrower.Scope, activity);
        var undo = scope.Done.Where(done => activity is null || done.Node == activity).Reverse().ToArray();
        Update(scope with { Done = [.. scope.Done.Where(done => activity is not null && done.Node != activity)] });
        CheckScope(AddScope(id => new Scope(id, scope.Id, thrower.Id, ScopeKind.Compensation, thrower.Node) { Pending = undo }).Id);
    }

    /// <summary>
    /// The scope whose activities are meant: that of the thrower, or the one around when the thrower is in
    /// an event sub-process or names an activity further out.
    /// </summary>
    private Scope CompensatedBy(int id, string? activity)
    {
        var scope = scopes.Find(id)!;
        while (scope.Parent != 0 && (IsBesideItsScope(scope) || (activity is not null && !scope.Done.Any(done => done.Node == activity))))
            scope = scopes.Find(scope.Parent)!;
        return scope;
    }

    private static bool IsBesideItsScope(Scope scope) =>
        scope.Kind is ScopeKind.EventSub or ScopeKind.Multi or ScopeKind.Instance
        || (scope.Kind == ScopeKind.Compensation && scope.Done.Count == 0);

    private void CompensateNext(Scope scope)
    {
        var done = scope.Pending[0];
        scope = Update(scope with { Pending = [.. scope.Pending.Skip(1)] });
        var node = NodeOf(scope.Id, done.Node);
        if (node.CompensationHandler is { } handler)
        {
            var place = done.Variables.Count == 0 ? scope : Restore(scope, done, []);
            Place(place.Id, handler);
        }
        else if (CompensationSubProcess(node) is { } start)
        {
            // It sees the sub-process as it was, and may itself ask to undo what was done inside.
            var inside = Update(Restore(scope, done, []) with { Done = done.Inner });
            var sub = AddScope(id => new Scope(id, inside.Id, 0, ScopeKind.EventSub, start.Body.Owner!.Id) { Variables = Locals(start.Body) });
            Emit(new ElementEntered(sub.Body, ScopeId(sub)));
            Open(sub, start.Body, start);
        }
        else
        {
            // A sub-process without a handler of its own is undone by undoing what it did inside.
            CheckScope(Restore(scope, done, [.. done.Inner.Reverse()]).Id);
        }
    }

    /// <summary>The variables as they were when the activity ended.</summary>
    private Scope Restore(Scope around, Done done, IReadOnlyList<Done> pending) =>
        AddScope(id => new Scope(id, around.Id, 0, ScopeKind.Compensation, done.Node) { Variables = done.Variables, Pending = pending });

    private static Node? CompensationSubProcess(Node node) =>
        node.Content?.EventSubProcesses
            .SelectMany(sub => sub.Content!.TriggeredStarts)
            .FirstOrDefault(start => start.Events.Any(definition => definition.Kind == EventKind.Compensation));
}
