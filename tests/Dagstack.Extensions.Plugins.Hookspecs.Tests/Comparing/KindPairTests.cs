using System.Text.Json;

namespace Dagstack.Extensions.Plugins.Hookspecs.Tests.Comparing;

/// <summary>Pairs of kinds: what a change asks of the version.</summary>
public sealed class KindPairTests
{
    public static TheoryData<string, string, string> Rows => new()
    {
        { "same", "", "1.2.3" },
        { "other kind", "the kind is called 'splitter', it was 'chunker'", "2.0.0" },
        { "description", "the description says something else", "1.2.4" },
        { "extension", "keys that begin with x- have changed", "1.2.4" },
        { "in process", "the kind is in_process_only now", "2.0.0" },
        { "anywhere", "the kind is not in_process_only any more", "1.3.0" },
        { "one", "the kind is singleton_per_runtime now", "2.0.0" },
        { "many", "the kind is not singleton_per_runtime any more", "1.3.0" },
        { "hook new", "the hook is new", "1.3.0" },
        { "hook gone", "the hook is gone", "2.0.0" },
        { "hook renamed", "the hook is gone, or it is called 'chunks' now", "2.0.0" },
        { "hooks in another order", "", "1.2.3" },
        { "dispatch", "the hook is capability now, it was singleton", "2.0.0" },
        { "hidden", "the hook is not exposed any more", "2.0.0" },
        { "exposed", "the hook is exposed now", "1.3.0" },
        { "tool name", "its tool is called {kind}_{plugin}_{hook} now", "2.0.0" },
        { "best effort", "a call goes on now when a plugin fails", "1.3.0" },
        { "fail fast", "a call ends now with the first error", "1.3.0" },
        { "hook description", "the description says something else", "1.2.4" },
        { "hook extension", "keys that begin with x- have changed", "1.2.4" },
        { "result new", "there is a result now", "2.0.0" },
        { "result gone", "nothing comes out any more", "2.0.0" },
        { "input new", "the property 'text' is new and required", "2.0.0" },
        { "input gone", "the property 'text' is gone", "2.0.0" },
        { "empty input written out", "", "1.2.3" },
    };

    private static readonly JsonElement s_text = JsonElement.Parse("""{"type":"object","additionalProperties":false,"required":["text"],"properties":{"text":{"type":"string"}}}""");
    private static readonly JsonElement s_empty = JsonElement.Parse("""{"type":"object","additionalProperties":false,"properties":{}}""");

    [Theory]
    [MemberData(nameof(Rows))]
    public void Compare_Pair_AsksForAVersion(string change, string message, string version)
    {
        var (from, to) = Pair(change);

        var comparison = HookspecComparison.Compare(from, to);

        Assert.Equal(version, comparison.Version);
        Assert.Equal(message.Length > 0, comparison.Changes.Count > 0);
        Assert.All(comparison.Changes.Take(1), first => Assert.StartsWith(message, first.Message, StringComparison.Ordinal));
        Assert.Equal(version == "1.2.3", comparison.IsVersionEnough);
        Assert.All(comparison.Changes, static changed => Assert.EndsWith(".", changed.Message, StringComparison.Ordinal));
    }

    private static (Hookspec From, Hookspec To) Pair(string change) => change switch
    {
        "same" => (Kind(), Kind()),
        "other kind" => (Kind(), Kind(kind: "splitter")),
        "description" => (Kind(), Kind(description: "Other.")),
        "extension" => (Kind(), Kind(extension: true)),
        "in process" => (Kind(), Kind(inProcess: true)),
        "anywhere" => (Kind(inProcess: true), Kind()),
        "one" => (Kind(), Kind(one: true)),
        "many" => (Kind(one: true), Kind()),
        "hook new" => (Kind(), Kind(hooks: [Hook(), Hook("count")])),
        "hook gone" => (Kind(hooks: [Hook(), Hook("measure")]), Kind()),
        "hook renamed" => (Kind(), Kind(hooks: [Hook("chunks")])),
        "hooks in another order" => (Kind(hooks: [Hook(), Hook("count")]), Kind(hooks: [Hook("count"), Hook()])),
        "dispatch" => (Kind(), Kind(hooks: [Hook(dispatch: DispatchClass.Capability)])),
        "hidden" => (Kind(), Kind(hooks: [Hook(exposed: false)])),
        "exposed" => (Kind(hooks: [Hook(exposed: false)]), Kind()),
        "tool name" => (Kind(), Kind(hooks: [Hook(template: "{kind}_{plugin}_{hook}")])),
        "best effort" => (Kind(), Kind(hooks: [Hook(bestEffort: true)])),
        "fail fast" => (Kind(hooks: [Hook(bestEffort: true)]), Kind()),
        "hook description" => (Kind(), Kind(hooks: [Hook(description: "Other.")])),
        "hook extension" => (Kind(), Kind(hooks: [Hook(extension: true)])),
        "result new" => (Kind(hooks: [Hook(output: null)]), Kind()),
        "result gone" => (Kind(), Kind(hooks: [Hook(output: null)])),
        "input new" => (Kind(hooks: [Hook(input: null)]), Kind()),
        "input gone" => (Kind(), Kind(hooks: [Hook(input: null)])),
        "empty input written out" => (Kind(hooks: [Hook(input: null)]), Kind(hooks: [Hook(input: s_empty)])),
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static Hookspec Kind(string kind = "chunker", string? description = null, bool extension = false, bool inProcess = false, bool one = false, IReadOnlyList<HookspecHook>? hooks = null) => new()
    {
        Kind = kind,
        ApiVersion = "1.2.3",
        Description = description,
        InProcessOnly = inProcess,
        SingletonPerRuntime = one,
        Hooks = hooks ?? [Hook()],
        Extensions = Extensions(extension),
    };

    private static HookspecHook Hook(string name = "chunk", DispatchClass dispatch = DispatchClass.Singleton, bool exposed = true, string? template = null, bool bestEffort = false, string? description = null, bool extension = false) =>
        Hook(s_text, s_text, name, dispatch, exposed, template, bestEffort, description, extension);

    private static HookspecHook Hook(JsonElement? input) => Hook(input, s_text);

    private static HookspecHook Hook(object? output) => Hook(s_text, output is null ? null : s_text);

    private static HookspecHook Hook(JsonElement? input, JsonElement? output, string name = "chunk", DispatchClass dispatch = DispatchClass.Singleton, bool exposed = true, string? template = null, bool bestEffort = false, string? description = null, bool extension = false) => new()
    {
        Name = name,
        Dispatch = dispatch,
        Description = description,
        Input = Payload(input),
        Output = Payload(output),
        IsExposed = exposed,
        ToolNameTemplate = template,
        IsBestEffort = bestEffort,
        Extensions = Extensions(extension),
    };

    private static Dictionary<string, JsonElement> Extensions(bool extension) => extension ? new() { ["x-owner"] = JsonElement.Parse("1") } : [];

    private static HookspecPayload? Payload(JsonElement? schema) => schema is { } given ? new() { File = "schemas/x.json", Schema = given } : null;
}
