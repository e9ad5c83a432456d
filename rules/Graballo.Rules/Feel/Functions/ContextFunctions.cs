namespace Graballo.Rules.Feel.Functions;

/// <summary>DMN 1.5 §10.3.4.9 context functions.</summary>
internal static class ContextFunctions
{
    public static IEnumerable<BuiltinFunction> All =>
    [
        new("get value",
            ("m: context, key: string", a => a.Context(0).TryGetValue(a.Text(1), out var value) ? value : a.Fail($"There is no '{a.Text(1)}'")),
            ("m: context, keys: list", a => a.List(1).Count == 0 ? a.Fail("get value() takes at least one key") : Walk(a, a.Context(0), a.List(1)))),
        new("get entries", ("m: context", Entries)),
        new("context", ("entries: list", FromEntries)),
        new("context put",
            ("context: context, key: string, value: any?", PutOne),
            ("context: context, keys: list, value: any?", a => Put(a, a.Context(0), a.List(1), 0))),
        new("context merge", ("contexts: list", Merge)),
    ];

    private static object? Walk(Arguments a, FeelContext context, FeelList keys)
    {
        object? value = context;
        foreach (var key in keys)
        {
            if (key is not string name || value is not FeelContext inner || !inner.TryGetValue(name, out value)) return a.Fail("There is no such entry");
        }

        return value;
    }

    private static FeelList Entries(Arguments a)
    {
        a.State.Size(a.Context(0).Count);
        return new FeelList(a.Context(0).Select(e => FeelContext.Wrap(["key", "value"], [e.Key, e.Value])));
    }

    private static object? FromEntries(Arguments a)
    {
        var entries = new Dictionary<string, object?>(StringComparer.Ordinal);
        var order = new List<KeyValuePair<string, object?>>();
        a.State.Size(a.List(0).Count);
        foreach (var item in a.List(0))
        {
            if (item is not FeelContext entry || entry["key"] is not string key || !entry.TryGetValue("value", out var value))
                return a.Fail("context() takes entries with key and value");
            if (!entries.TryAdd(key, value)) return a.Fail($"context(): the key '{key}' comes twice");
            order.Add(new(key, value));
        }

        return FeelContext.Create(order);
    }

    private static FeelContext PutOne(Arguments a)
    {
        a.State.Size(a.Context(0).Count + 1);
        return a.Context(0).With(a.Text(1), a[2]);
    }

    private static object? Put(Arguments a, FeelContext context, FeelList keys, int at)
    {
        if (at > 100 || keys.Count == 0 || keys[at] is not string key) return a.Fail("context put() takes a list of names");
        a.State.Size(context.Count + 1);
        if (at == keys.Count - 1) return context.With(key, a[2]);
        if (context[key] is not FeelContext inner) return a.Fail($"context put(): '{key}' is no context");
        return Put(a, inner, keys, at + 1) is { } changed ? context.With(key, changed) : null;
    }

    private static object? Merge(Arguments a)
    {
        var merged = FeelContext.Empty;
        foreach (var item in a.List(0))
        {
            if (item is not FeelContext context) return a.Fail("context merge() takes contexts");
            a.State.Size(merged.Count + context.Count);
            merged = merged.WithAll(context);
        }

        return merged;
    }
}
