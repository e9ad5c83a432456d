using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Logic;

/// <summary>Compiles a decision table (DMN 1.5 chapter 8).</summary>
internal sealed class TableCompiler(BoxedCompiler boxes, BoxedTable table, string where)
{
    public Eval Compile(CompileScope scope)
    {
        // The tested value stands in a frame of its own, as "?".
        var cellScope = new CompileScope(scope, ["?"]);
        Form();
        var inputs = table.Inputs.Select((input, i) => Input(input, i, scope, cellScope)).ToArray();
        var outputs = table.Outputs.Select((output, i) => Output(output, i, scope, cellScope)).ToArray();
        var rules = table.Rules.Select((rule, i) => Rule(rule, i, scope, cellScope, outputs)).ToArray();
        var compiled = new DecisionTable(boxes.Owner, table, new ExpressionSource("", where), inputs, outputs, rules);
        return compiled.Evaluate;
    }

    private void Form()
    {
        if (!HitPolicies.IsKnown(table.HitPolicy)) boxes.Report(table.Place, "policy", $"{where}: there is no hit policy '{table.HitPolicy}'");
        if (table.Aggregation is { } aggregation && !HitPolicies.IsAggregation(aggregation)) boxes.Report(table.Place, "policy", $"{where}: there is no aggregation '{aggregation}'");
        if (HitPolicies.Parse(table.HitPolicy) is HitPolicy.Priority or HitPolicy.OutputOrder && table.Outputs.All(o => Listed(o) is null))
            boxes.Doubt(table.Place, "ranking", $"{where}: the hit policy {table.HitPolicy} ranks by the output values, and none are listed");
        for (var i = 0; i < table.Rules.Count; i++)
        {
            var rule = table.Rules[i];
            if (rule.Inputs.Count != table.Inputs.Count || rule.Outputs.Count != table.Outputs.Count)
                boxes.Report(rule.Place, "entries", $"{where}, rule {i + 1}: has {rule.Inputs.Count} + {rule.Outputs.Count} cells for {table.Inputs.Count} + {table.Outputs.Count} columns");
        }
    }

    private CompiledInput Input(TableInput input, int i, CompileScope scope, CompileScope cellScope)
    {
        var at = $"{where}, column '{input.Label}'";
        var eval = boxes.Typed(boxes.Text(input.Expression, scope, at), input.TypeRef, input.Place, at);
        var allowed = input.Values is { } values ? boxes.Tests(values, cellScope, at + ", allowed values").Eval : null;
        return new CompiledInput(input.Label, input.Expression?.Text.Trim() ?? "", eval, allowed, [.. table.Rules.Select(r => CellConstants(r, i))]);
    }

    private static string CellConstants(TableRule rule, int column) => rule.Inputs.ElementAtOrDefault(column)?.Text.Trim() ?? "-";

    private CompiledOutput Output(TableOutput output, int i, CompileScope scope, CompileScope cellScope)
    {
        var name = output.Name ?? (table.Outputs.Count > 1 ? $"output {i + 1}" : "");
        var at = $"{where}, output '{name}'";
        // The allowed values of an output rank its values, best first (§8.2.11).
        var ranked = Listed(output) is { } listed ? listed.Tests.Select(t => FeelCompiler.CompileIn(scope, t, new ExpressionSource(output.Values?.Text ?? "", at), boxes.Types.Find)) : [];
        var allowed = output.Values is { } values ? boxes.Tests(values, cellScope, at + ", allowed values").Eval : null;
        var compiled = new CompiledOutput(name, [.. ranked], null, boxes.Types.Of(output.TypeRef, output.Place), allowed);
        return output.Default is { } d && !string.IsNullOrWhiteSpace(d.Text) ? compiled with { Default = compiled.Checked(boxes.Text(d, scope, at + ", default"), at + ", default") } : compiled;
    }

    // Its own list, else the values of its type.
    private UnaryTestsNode? Listed(TableOutput output)
    {
        try
        {
            if (output.Values is not { } values) return output.TypeRef is { } type && boxes.Types.Find(type) is ConstrainedType limited ? limited.Allowed : null;
            return FeelParser.ParseUnaryTests(values.Text, new FeelNames([], []));
        }
        catch (FeelSyntaxException)
        {
            return null;
        }
    }

    private CompiledRule Rule(TableRule rule, int index, CompileScope scope, CompileScope cellScope, CompiledOutput[] columns)
    {
        var at = $"{where}, rule {index + 1}";
        var nodes = new UnaryTestsNode?[table.Inputs.Count];
        var cells = new ICell?[table.Inputs.Count];
        for (var i = 0; i < cells.Length && i < rule.Inputs.Count; i++)
        {
            var (node, eval) = boxes.Tests(rule.Inputs[i], cellScope, $"{at}, column '{table.Inputs[i].Label}'");
            nodes[i] = node;
            cells[i] = eval is null ? null : Constants(node) is { } constants ? new ConstantCell(constants, node!.Negated) : new TestCell(eval);
        }

        var outputs = new Eval[table.Outputs.Count];
        for (var i = 0; i < outputs.Length; i++)
        {
            var place = $"{at}, output '{table.Outputs[i].Name}'";
            outputs[i] = columns[i].Checked(boxes.Text(rule.Outputs.ElementAtOrDefault(i), scope, place), place);
        }

        return new CompiledRule(index, rule, nodes, cells, outputs);
    }

    // "a", "b" or not("c"): literals only.
    private static object?[]? Constants(UnaryTestsNode? node)
    {
        if (node is null || node.Tests.Count == 0) return null;
        var values = new object?[node.Tests.Count];
        for (var i = 0; i < values.Length; i++)
        {
            switch (node.Tests[i])
            {
                case LiteralNode { Invalid: null } literal: values[i] = literal.Value; break;
                case NegateNode { Operand: LiteralNode { Value: FeelNumber n } }: values[i] = -n; break;
                default: return null;
            }
        }

        return values;
    }
}

internal sealed record CompiledInput(string Label, string Expression, Eval Value, Eval? Allowed, string[] Texts);

internal sealed record CompiledOutput(string Name, Eval[] Ranking, Eval? Default, FeelType Type, Eval? Allowed)
{
    /// <summary>A value that the column does not take is null, with the reason.</summary>
    public Eval Checked(Eval cell, string where)
    {
        if (ReferenceEquals(Type, FeelType.Any) && Allowed is null) return cell;
        var source = new ExpressionSource("", where);
        return (f, s) =>
        {
            if (cell(f, s) is not { } given) return null;
            if (Coercion.To(Type, given, out var value) && (value is null || Allowed is null || Allowed(new Frame(f, [value], f.Root), s) is true)) return value;
            (s.Source, s.Position) = (source, 0);
            return s.Fail("type", $"The column does not take {FeelValue.Write(given)}");
        };
    }
}

internal sealed record CompiledRule(int Index, TableRule Source, UnaryTestsNode?[] Nodes, ICell?[] Cells, Eval[] Outputs);

/// <summary>An input cell; a null cell is "-".</summary>
internal interface ICell
{
    bool Accepts(Frame input, EvaluationState state);
}

internal sealed class TestCell(Eval test) : ICell
{
    public bool Accepts(Frame input, EvaluationState state) => test(input, state) is true;
}

internal sealed class ConstantCell(object?[] values, bool negated) : ICell
{
    public IReadOnlyList<object?> Values => values;

    public bool Negated => negated;

    public bool Accepts(Frame input, EvaluationState state)
    {
        var value = input.Slots[0];
        bool? found = false;
        foreach (var constant in values)
        {
            var equal = FeelCompiler.Meets(value, constant);
            if (equal == true) return !negated;
            if (equal is null) found = null;
        }

        return negated && found == false;
    }
}
