using Graballo.Rules.Feel;
using Graballo.Workflows.Engine.State;
using Graballo.Workflows.Model;

namespace Graballo.Workflows.Engine;

/// <summary>What an element takes from the variables and what it gives back (BPMN 2.0.2 §10.4.2).</summary>
internal static class Results
{
    /// <summary>The variables an element sees: those around, and its data inputs by their own names.</summary>
    public static FeelContext Scope(Run run, Token token, Node node)
    {
        var around = run.ContextOf(token);
        foreach (var link in node.Details.DataInputs)
            around = around.With(link.To, link.Transformation is null ? around[link.From] : link.Transformation.Evaluate(around, run.Options));
        return around;
    }

    /// <summary>Only what the input mappings name; nothing when there are none.</summary>
    public static FeelContext Inputs(Run run, Token token, Node node)
    {
        if (node.Details.Inputs.Count == 0 && node.Details.DataInputs.Count == 0)
            return FeelContext.Empty;
        var scope = Scope(run, token, node);
        var inputs = FeelContext.Empty;
        foreach (var link in node.Details.DataInputs)
            inputs = inputs.With(link.To, scope[link.To]);
        foreach (var mapping in node.Details.Inputs)
            inputs = inputs.With(mapping.Name, mapping.Source.Evaluate(scope, run.Options));
        return inputs;
    }

    /// <summary>Brings a result into the variables around a token.</summary>
    public static void Apply(Run run, Token token, Node node, FeelContext result, object? whole = null) => ApplyTo(run, token.Scope, node, result, whole);

    /// <summary>
    /// Brings a result into the variables of a scope: by the output mappings, else under the result variable,
    /// else each entry under its own name.
    /// </summary>
    public static void ApplyTo(Run run, int scope, Node node, FeelContext result, object? whole = null)
    {
        var details = node.Details;
        if (details.Outputs.Count > 0)
            Map(run, scope, details.Outputs, run.ContextOf(scope).WithAll(result));
        else if (details.ResultVariable is { } name)
            run.Set(scope, name, whole ?? result);
        else
            run.SetAll(scope, result);
        Link(run, scope, node, run.ContextOf(scope).WithAll(result));
    }

    /// <summary>Evaluates output mappings against a scope and sets what they name.</summary>
    public static void Map(Run run, int scope, IReadOnlyList<Mapping> outputs, FeelContext from)
    {
        // All are evaluated before any is set: a mapping that fails leaves nothing half done.
        var values = outputs.Select(mapping => (mapping.Name, Value: mapping.Source.Evaluate(from, run.Options))).ToArray();
        foreach (var (name, value) in values)
            run.Set(scope, name, value);
    }

    /// <summary>Data output associations: copies values under the element's names to those outside.</summary>
    public static void Link(Run run, int scope, Node node, FeelContext from)
    {
        foreach (var link in node.Details.DataOutputs)
            if (link.Transformation is not null)
                run.Set(scope, link.To, link.Transformation.Evaluate(from, run.Options));
            else if (link.From != link.To && from.Contains(link.From))
                run.Set(scope, link.To, from[link.From]);
    }
}
