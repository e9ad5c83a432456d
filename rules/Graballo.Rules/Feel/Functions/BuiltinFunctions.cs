namespace Graballo.Rules.Feel.Functions;

/// <summary>All functions of DMN 1.5 §10.3.4 by name.</summary>
internal static class BuiltinFunctions
{
    private static readonly Dictionary<string, BuiltinFunction> All = new IEnumerable<BuiltinFunction>[]
    {
        ConversionFunctions.All, TextFunctions.All, ListFunctions.All, ListEditFunctions.All, NumberFunctions.All, StatisticsFunctions.All,
        TemporalFunctions.All, RangeFunctions.All, ContextFunctions.All, LogicFunctions.All,
    }.SelectMany(f => f).ToDictionary(f => f.Name, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> Names => All.Keys;

    public static BuiltinFunction? Find(string name) => All.GetValueOrDefault(name);
}
