using System.Globalization;
using Graballo.Rules.Dmn.Logic;
using Graballo.Rules.Dmn.Xml;
using Graballo.Rules.Feel;
using Graballo.Rules.Feel.Evaluation;
using Graballo.Rules.Feel.Syntax;

namespace Graballo.Rules.Dmn.Analysis;

/// <summary>Examines one table: types, reachability, gaps and overlaps.</summary>
internal sealed class TableAnalysis
{
    private const int MaxReports = 5;

    /// <summary>Cells times classes of values; a table with more is not examined.</summary>
    private const long MaxSize = 2_000_000;

    private readonly DmnPlace _owner;
    private readonly BoxedTable _table;
    private readonly DmnModel _model;
    private readonly TableCell[][] _cells;
    private readonly FeelType[] _types;
    private TableColumn[] _columns = [];
    private readonly List<DmnFinding> _findings = [];

    public TableAnalysis(DmnModel model, DmnPlace owner, BoxedTable table)
    {
        (_model, _owner, _table) = (model, owner, table);
        var names = new FeelNames(model.Nodes.Select(n => n.Name), model.Members);
        _cells = [.. table.Inputs.Select((_, c) => table.Rules.Select(r => Parse(r.Inputs.ElementAtOrDefault(c), names)).ToArray())];
        _types = [.. table.Inputs.Select(TypeOf)];
    }

    private HitPolicy Policy => HitPolicies.Parse(_table.HitPolicy);

    public IReadOnlyList<DmnFinding> Findings()
    {
        Types();
        if (_table.Rules.Count == 0) return _findings;
        if (_cells.Sum(c => (long)TableColumn.Classes(c) * c.Length) > MaxSize) return TooLarge();
        _columns = [.. Enumerable.Range(0, _table.Inputs.Count).GroupBy(Asked).Select(g => Column([.. g]))];
        var search = new TableSearch(_columns, _table.Rules.Count);
        Unreachable(search);
        if (Policy == HitPolicy.First) Masked(search);
        if (Policy is HitPolicy.Unique or HitPolicy.Any) Overlaps(search);
        if (!HitPolicies.IsMultiple(Policy) && _table.Outputs.All(o => o.Default is null)) Gaps(search);
        return search.LeftOpen ? TooLarge() : _findings;
    }

    private List<DmnFinding> TooLarge()
    {
        Add(DmnSeverity.Information, "large", -1, $"the table is too large to be examined to the end: it may have gaps and overlaps that are not told");
        return _findings;
    }

    // Columns that ask the same are one: no value can meet one and not the other.
    private string Asked(int c) => _table.Inputs[c].Expression?.Text.Trim() is { Length: > 0 } text ? text : $"\0{c}";

    private TableColumn Column(int[] group) => TableColumn.Build(
        _table.Inputs[group[0]].Label, [.. group.Select(c => _cells[c])], [.. group.SelectMany(c => Allowed(_table.Inputs[c]))], group.Any(c => _types[c].Plain != FeelType.Any));

    private static TableCell Parse(BoxedText? text, FeelNames names)
    {
        if (text is null || string.IsNullOrWhiteSpace(text.Text)) return new TableCell(null, false);
        try
        {
            return new TableCell(FeelParser.ParseUnaryTests(text.Text, names), false);
        }
        catch (FeelSyntaxException)
        {
            return new TableCell(null, true);
        }
    }

    // The values listed for the column, and those that its type and the type of its expression let in.
    private IEnumerable<UnaryTestsNode> Allowed(TableInput input)
    {
        if (Parse(input.Values, new FeelNames([], [])).Node is { Tests.Count: > 0 } listed) yield return listed;
        foreach (var type in new[] { input.TypeRef is null ? null : _model.Types.Find(input.TypeRef), Inferred(input) })
        {
            for (var limited = type as ConstrainedType; limited is not null; limited = limited.Inner as ConstrainedType) yield return limited.Allowed;
        }
    }

    private void Types()
    {
        for (var c = 0; c < _table.Inputs.Count; c++)
        {
            var type = _types[c];
            if (type.Plain == FeelType.Any) continue;
            var expected = type.Plain is ListType list ? list.Item.Plain : type.Plain;
            foreach (var (rule, value) in TableColumn.Constants(_cells[c]).ToList())
            {
                if (value is null || expected == FeelType.Any || expected.Matches(value, constraints: false)) continue;
                _cells[c][rule] = _cells[c][rule] with { Broken = true };
                Add(DmnSeverity.Error, "type", rule, $"column '{_table.Inputs[c].Label}' is {expected.Name}, but the cell has {FeelValue.Write(value)}");
            }
        }

        for (var o = 0; o < _table.Outputs.Count; o++)
        {
            OutputTypes(o, _model.Types.Of(_table.Outputs[o].TypeRef, _table.Outputs[o].Place));
            OutputsNobodyKnows(o);
        }
    }

    private FeelType TypeOf(TableInput input) => input.TypeRef is null ? Inferred(input) : _model.Types.Find(input.TypeRef) ?? FeelType.Any;

    private FeelType Inferred(TableInput input)
    {
        if (input.Expression is null || !FeelExpression.TryParse(input.Expression.Text, out var expression, out _)) return FeelType.Any;
        return TypeInference.Of(expression.Node, name => _model.Nodes.FirstOrDefault(n => n.Name == name)?.Type);
    }

    private void OutputTypes(int o, FeelType type)
    {
        if (type.Plain == FeelType.Any) return;
        foreach (var (r, value) in OutputConstants(o))
        {
            if (type.IsInstance(value)) continue;
            Add(DmnSeverity.Error, "type", r, $"output '{_table.Outputs[o].Name}' is {type.Name}, but the cell has {FeelValue.Write(value)}");
        }
    }

    private IEnumerable<(int Rule, object Value)> OutputConstants(int o)
    {
        for (var r = 0; r < _table.Rules.Count; r++)
        {
            if (_table.Rules[r].Outputs.ElementAtOrDefault(o) is not { } text || !FeelExpression.TryParse(text.Text, out var cell, out _)) continue;
            if (cell.Node is LiteralNode { Invalid: null, Value: { } value }) yield return (r, value);
        }
    }

    private void OutputsNobodyKnows(int o)
    {
        foreach (var known in KnownValues.Of(_model, _owner, _table, o))
        {
            foreach (var (r, value) in OutputConstants(o).Where(cell => !known.Has(cell.Value)))
            {
                if (known.Reader is { } reader)
                    Add(DmnSeverity.Warning, "unknown-output", r, $"no rule of '{reader}' knows {FeelValue.Write(value)}; they expect {known.Text}");
                else
                    Add(DmnSeverity.Warning, "unknown-output", r, $"{FeelValue.Write(value)} is not among the values that are known: {known.Text}");
            }
        }
    }

    private void Unreachable(TableSearch search)
    {
        for (var r = 0; r < _table.Rules.Count; r++)
        {
            if (search.IsEmpty(r) is { } column) Add(DmnSeverity.Warning, "unreachable", r, $"can never match: no value fits column '{column}'");
        }
    }

    private void Masked(TableSearch search)
    {
        for (var r = 1; r < _table.Rules.Count; r++)
        {
            if (search.IsEmpty(r) is null && search.IsCovered(r) == true) Add(DmnSeverity.Warning, "masked", r, "never wins: the rules before it take all its cases");
        }
    }

    private void Overlaps(TableSearch search)
    {
        var reported = 0;
        for (var a = 0; a < _table.Rules.Count; a++)
        {
            for (var b = a + 1; b < _table.Rules.Count && reported < MaxReports; b++)
            {
                if (search.Common(a, b) is not { } example || (Policy == HitPolicy.Any && SameOutputs(a, b))) continue;
                reported++;
                var described = Describe(example);
                Add(DmnSeverity.Error, "overlap", b, $"overlaps rule {a + 1}, for example at {described}", described);
            }
        }
    }

    private bool SameOutputs(int a, int b) =>
        _table.Rules[a].Outputs.Select(o => o.Text.Trim()).SequenceEqual(_table.Rules[b].Outputs.Select(o => o.Text.Trim()));

    private void Gaps(TableSearch search)
    {
        if (search.FindGap() is not { } example) return;
        var described = Describe(example);
        Add(DmnSeverity.Warning, "gap", -1, $"no rule matches, for example at {described}", described);
    }

    // A column that was not decided takes any value.
    private string Describe(IReadOnlyList<int> example) => string.Join(
        ", ", _columns.Select((c, i) => example[i] < 0 || !c.IsExamined ? null : $"{c.Label} = {Sample(c.Samples[example[i]])}").Where(t => t is not null).DefaultIfEmpty("any input"));

    private static string Sample(object? value) => value as string == TableColumn.AnyOther ? TableColumn.AnyOther : FeelValue.Write(value);

    private void Add(DmnSeverity severity, string code, int rule, Wording message, string? example = null)
    {
        var place = rule >= 0 ? _table.Rules[rule].Place : _table.Place;
        var where = rule >= 0 ? $"Decision '{_owner.Name}', rule {rule + 1}: " : $"Decision '{_owner.Name}': ";
        _findings.Add(new DmnFinding(severity, code, place.Id.Length > 0 ? place.Id : _owner.Id, _owner.Name, where + message, place.Line, place.Column)
        {
            Example = example ?? (rule + 1).ToString(CultureInfo.InvariantCulture),
            Args = example is null && message.Args.Count > 1 ? [_owner.Name, rule + 1, .. message.Args] : [example ?? (object)(rule + 1)],
        });
    }
}
