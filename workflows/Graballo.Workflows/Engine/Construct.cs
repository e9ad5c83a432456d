using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>How one kind of BPMN element runs. Without state: one object serves all flows.</summary>
internal abstract class Construct
{
    /// <summary>
    /// Elements that throw to others run after everything else that is ready, so that whoever is about to
    /// wait for it in the same step already waits.
    /// </summary>
    public virtual bool RunsLate(Node node) => false;

    /// <summary>A token came.</summary>
    public abstract void Enter(Run run, Token token, Node node);

    /// <summary>The incident of a token already inside is to be tried again.</summary>
    public virtual void Retry(Run run, Token token, Node node) => Enter(run, token, node);

    /// <summary>A scope that the token waited for is over.</summary>
    public virtual void ScopeDone(Run run, Token token, Node node, Scope scope)
    {
    }

    /// <summary>For gateways that wait until nothing more can come: true when something moved.</summary>
    public virtual bool Awaken(Run run, Token token, Node node) => false;
}

/// <summary>What all activities share: boundary events, loops, start quantity (BPMN 2.0.2 §13.3.2).</summary>
internal abstract class ActivityConstruct : Construct
{
    public sealed override void Enter(Run run, Token token, Node node) => run.BeginActivity(token, node);

    public sealed override void Retry(Run run, Token token, Node node) => run.ExecuteActivity(token, node);

    public override void ScopeDone(Run run, Token token, Node node, Scope scope) => run.EndActivity(token, node, scope);

    /// <summary>The work itself. Throwing makes an incident; nothing may be changed before what can throw.</summary>
    public abstract void Execute(Run run, Token token, Node node);
}
