using Graballo.Workflows.Engine.Constructs;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <content>Scopes: processes, sub-processes, calls, loops (BPMN 2.0.2 §13.3.4).</content>
internal sealed partial class Run
{
    /// <summary>Calls inside calls; more is taken for a mistake.</summary>
    public const int MaxDepth = 40;

    private readonly Dictionary<int, Flow> calledFlows = [];

    public Scope? ScopeOf(int id) => scopes.Find(id);

    public Scope[] AllScopes() => scopes.ToArray();

    public Scope Update(Scope scope) => scopes.Replace(scope);

    public Scope[] ScopesOwnedBy(int token) => scopes.Where(scope => scope.Owner == token);

    public Scope[] ScopesIn(int parent) => scopes.Where(scope => scope.Parent == parent);

    /// <summary>Adds a scope without starting anything in it.</summary>
    public Scope AddScope(Func<int, Scope> make) => scopes.Add(make(nextId++));

    /// <summary>Starts a process or sub-process: its event sub-processes wait, then its start nodes get tokens.</summary>
    /// <param name="start">Where to begin, when something triggered it; null for the usual starts.</param>
    public void Open(Scope scope, Body body, Node? start = null)
    {
        if (body.Owner?.Details.Stage is { } stage && scope.Kind == ScopeKind.Sub)
            Emit(new StageEntered(stage));
        foreach (var sub in body.EventSubProcesses)
            foreach (var first in sub.Content!.TriggeredStarts)
                Listen(first, scope.Id);
        if (conditionsDue)
            EvaluateConditions();
        if (scopes.Find(scope.Id) is not { Interrupted: false })
            return;
        if (start is not null)
            Place(scope.Id, start);
        else
            foreach (var first in body.Starts)
                Place(scope.Id, first);
        CheckScope(scope.Id);
    }

    /// <summary>A scope is complete when no token is left in it (BPMN 2.0.2 §13.3.2, implicit termination).</summary>
    public void CheckScope(int id)
    {
        if (status != FlowStatus.Active || scopes.Find(id) is not { } scope || scope.Kind is ScopeKind.Multi or ScopeKind.Instance)
            return;
        if (Occupied(id))
            return;
        if (scope.Kind == ScopeKind.Compensation && scope.Pending.Count > 0)
            CompensateNext(scope);
        else if (scope.Loop is null || !AdHocSubProcess.StartNext(this, scope, NodeOf(scope.Id, scope.Body)))
            Complete(scope);
    }

    private bool Occupied(int id)
    {
        for (var at = tokens.Count - 1; at >= 0; at--)
            if (tokens[at].Scope == id)
                return true;
        for (var at = scopes.Count - 1; at >= 0 && scopes[at].Id > id; at--)
            if (scopes[at].Parent == id && scopes[at].Owner == 0)
                return true;
        return false;
    }

    /// <summary>Ends a scope that did all it had to.</summary>
    public void Complete(Scope scope)
    {
        if (scope.Kind == ScopeKind.Process)
        {
            End(FlowStatus.Completed, null);
            return;
        }

        RemoveScope(scope);
        if (scope.Owner != 0 && tokens.Find(scope.Owner) is { } owner)
        {
            var node = NodeOf(owner);
            node.Construct.ScopeDone(this, owner, node, scope);
        }
        else
        {
            CheckScope(scope.Parent);
        }
    }

    /// <summary>Ends everything in a scope, and the scope.</summary>
    public void CancelScope(int id)
    {
        if (scopes.Find(id) is not { } scope)
            return;
        CancelInside(scope, except: 0);
        RemoveScope(scope, cancelled: true);
    }

    /// <summary>Takes away all tokens of a scope, and all that runs beside them, but one.</summary>
    public void CancelInside(Scope scope, int except)
    {
        foreach (var token in TokensIn(scope.Id))
            if (token.Id != except)
                Cancel(token);
        foreach (var inner in scopes.Where(inner => inner.Parent == scope.Id && inner.Owner == 0))
            CancelScope(inner.Id);
    }

    public void RemoveScope(Scope scope, bool cancelled = false)
    {
        foreach (var wait in waits.Where(wait => wait.Token == 0 && wait.Scope == scope.Id))
            Clear(wait);
        if (scope.Kind == ScopeKind.Sub && Content(scope)?.Owner?.Details.Stage is { } stage)
            Emit(new StageLeft(stage));
        if (scope.Kind == ScopeKind.EventSub)
            Emit(new ElementLeft(scope.Body, ScopeId(scope), cancelled));
        scopes.Remove(scope.Id);
    }

    /// <summary>An event sub-process has no token of its own around it; in effects its scope stands for one.</summary>
    private static string ScopeId(Scope scope) => "s" + scope.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Ends the instance.</summary>
    public void End(FlowStatus how, string? why)
    {
        if (status != FlowStatus.Active)
            return;
        var root = scopes[0];
        CancelInside(root, except: 0);
        foreach (var wait in waits.ToArray())
            Clear(wait);
        (status, ending) = (how, why);
        Emit(new FlowEnded(how));
    }

    /// <summary>The flow that a scope's elements are of: that of the instance, or that of the nearest call.</summary>
    public Flow FlowOf(int id)
    {
        for (var scope = scopes.Find(id); scope is not null && scope.Parent != 0; scope = scopes.Find(scope.Parent))
            if (scope.Kind == ScopeKind.Called)
                return Called(scope);
        return flow;
    }

    public Node NodeOf(int scope, string node) =>
        FlowOf(scope).Node(node) ?? throw new FlowMismatchException($"The flow has no element '{node}'.");

    /// <summary>The nodes that a scope runs.</summary>
    public Body? Content(Scope scope) => scope.Kind is ScopeKind.Process or ScopeKind.Called
        ? FlowOf(scope.Id).Process(scope.Body)
        : NodeOf(scope.Id, scope.Body).Content;

    private Flow Called(Scope scope)
    {
        var caller = FlowOf(scope.Parent);
        if (caller.Process(scope.Body) is not null)
            return caller;
        // Asked once in a step: the answer may come from a database.
        if (!calledFlows.TryGetValue(scope.Id, out var found))
            calledFlows[scope.Id] = found = Services.FindFlow(scope.Body, scope.Version == 0 ? null : scope.Version)
                ?? throw new FlowMismatchException($"The called flow '{scope.Body}' version {scope.Version} is not to be found.");
        return found;
    }
}

/// <summary>The state does not fit the flow it is said to be of.</summary>
internal sealed class FlowMismatchException(string message) : Exception(message);
