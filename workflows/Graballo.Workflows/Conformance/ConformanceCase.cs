using System.Text.Json;

namespace Graballo.Workflows.Conformance;

/// <summary>One case of a conformance folder, as its manifest describes it.</summary>
internal sealed record ConformanceCase(
    string Name,
    string? File,
    string Group,
    string Kind,
    string? Rule,
    string? Skip,
    IReadOnlyList<ConformanceCompanion>? Companions,
    IReadOnlyList<ConformanceRun>? Runs)
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    public string File { get; } = File ?? "";

    public IReadOnlyList<ConformanceCompanion> Companions { get; } = Companions ?? [];

    public IReadOnlyList<ConformanceRun> Runs { get; } = Runs ?? [];

    /// <exception cref="IOException">It is no manifest; the message says what is wrong and where.</exception>
    public static IReadOnlyList<ConformanceCase> Load(string manifest)
    {
        try
        {
            return [.. JsonSerializer.Deserialize<List<ConformanceCase?>>(manifest, Options)?.OfType<ConformanceCase>() ?? []];
        }
        catch (JsonException broken)
        {
            throw new IOException("manifest.json: " + broken.Message, broken);
        }
    }
}

/// <summary>Another process of the same file; started before the main one when <paramref name="Start"/>.</summary>
internal sealed record ConformanceCompanion(string Process, bool Start);

/// <summary>One run of a case: what goes in and what must come out.</summary>
internal sealed record ConformanceRun(
    Dictionary<string, JsonElement>? Input,
    string? Advance,
    IReadOnlyList<string>? Expect,
    bool Unordered,
    bool ExpectIncident,
    bool ExpectError,
    bool RejectOk,
    bool Marker);
