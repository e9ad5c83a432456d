using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>
/// One step being taken: a working copy of the state, the effects so far and the tokens still to move.
/// Parts of this class: tokens, scopes, waits, conditions, variables, throwing, incidents, compensation.
/// </summary>
internal sealed partial class Run
{
    /// <summary>Elements that one step may execute before it is taken for an endless loop.</summary>
    public const int Budget = 10_000;

    private readonly Table<Token> tokens;
    private readonly Table<Scope> scopes;
    private readonly Table<Wait> waits;
    private readonly List<FlowEffect> effects = [];
    private readonly Queue<int> ready = new();
    private readonly Queue<int> late = new();
    private readonly Flow flow;
    private int nextId;
    private int executed;
    private FlowStatus status;
    private string? ending;

    public Run(Flow flow, FlowState state, FlowServices services, DateTimeOffset now)
    {
        this.flow = flow;
        Services = services;
        Now = now;
        Options = new FeelOptions { Now = now };
        tokens = new Table<Token>(state.TokenRows);
        scopes = new Table<Scope>(state.ScopeRows);
        waits = new Table<Wait>(state.WaitRows);
        (nextId, status, ending) = (state.NextId, state.Status, state.Ending);
    }

    public FlowServices Services { get; }

    public DateTimeOffset Now { get; }

    public FeelOptions Options { get; }

    public void Emit(FlowEffect effect) => effects.Add(effect);

    public FlowStep Finish() => new(
        new FlowState
        {
            NextId = nextId,
            Status = status,
            Ending = ending,
            TokenRows = tokens.ToArray(),
            ScopeRows = scopes.ToArray(),
            WaitRows = waits.ToArray(),
        },
        effects);

    /// <summary>Moves tokens until all of them wait, then lets gateways see that nothing more will come.</summary>
    public void Drain()
    {
        while (status == FlowStatus.Active)
        {
            if (conditionsDue)
                EvaluateConditions();
            else if (ready.TryDequeue(out var id) || late.TryDequeue(out id))
                Move(id);
            else if (!AwakenGateways())
                break;
        }

        if (status == FlowStatus.Active)
            ReportDeadlock();
    }

    /// <summary>Tokens that an earlier step left ready, when its budget ran out.</summary>
    public void Resume()
    {
        foreach (var token in tokens.Where(token => token.Phase == TokenPhase.Ready && !HasIncident(token.Id)))
            ready.Enqueue(token.Id);
    }

    private void Move(int id)
    {
        if (tokens.Find(id) is not { Phase: TokenPhase.Ready } token || HasIncident(id))
            return;
        if (++executed > Budget)
        {
            ready.Clear();
            late.Clear();
            Incident(token, $"The flow executed {Budget} elements in one step: it goes round in an endless loop.");
            return;
        }

        if (Services.OutOfTime?.Invoke() == true)
        {
            ready.Clear();
            late.Clear();
            Incident(token, "The step took too long and was stopped before this element.");
            return;
        }

        var node = NodeOf(token);
        try
        {
            node.Construct.Enter(this, token, node);
        }
        catch (Exception error) when (IsStepError(error))
        {
            Incident(token, error.Message);
        }
    }

    private bool AwakenGateways()
    {
        foreach (var token in tokens.Where(token => token.Phase is TokenPhase.Arrived or TokenPhase.Active))
        {
            var node = NodeOf(token);
            if (node.Upstream.Count > 0 && !HasIncident(token.Id) && tokens.Find(token.Id) is { } still && Awaken(still, node))
                return true;
        }

        return false;
    }

    private bool Awaken(Token token, Node node)
    {
        try
        {
            return node.Construct.Awaken(this, token, node);
        }
        catch (Exception error) when (IsStepError(error))
        {
            Incident(token, error.Message);
            return true;
        }
    }
}
