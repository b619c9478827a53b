using Dagstack.Extensions.Plugins.Tests.Runtimes;
using Fixtures;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Dispatch;

/// <summary>What an application does all the time leaves nothing for the garbage collector. Alone, since calls allocate when somebody listens to measurements.</summary>
[Collection(nameof(Alone))]
public sealed class AllocationTests
{
    private static readonly Dictionary<string, Func<TestProvider, object?>> s_ways = new()
    {
        ["a plugin by its key"] = static host => host.Services.GetRequiredKeyedService<IStage>("stage:python"),
        ["a plugin by its name"] = static host => Stages.Of(host)["python"],
        ["the active plugin"] = static host => Stages.Of(host).Active,
        ["the plugins that serve"] = static host =>
        {
            IStage? last = null;
            foreach (var stage in Stages.Of(host).Serving)
            {
                last = stage;
            }

            return last;
        },
        ["by extension"] = static host => Stages.Of(host).For(extension: ".py"),
        ["by extension without its dot"] = static host => Stages.Of(host).For(extension: "PY"),
        ["by language"] = static host => Stages.Of(host).For(language: "python"),
        ["by MIME type"] = static host => Stages.Of(host).For(mimeType: "text/x-python; charset=utf-8"),
        ["by capability"] = static host => Stages.Of(host).For(capability: "ast"),
        ["by two axes"] = static host => Stages.Of(host).For(extension: ".py", capability: "ast"),
        ["nobody"] = static host => Stages.Of(host).TryFor(new() { Extension = ".rs", Language = "rust" }, out var none) ? none : null,
        ["a call"] = static host => Stages.Of(host).Serving[0].Handle("x"),
        ["a chain"] = static host => Stages.Of(host).Clean("x", "-"),
    };

    public static TheoryData<string> Ways { get; } = [.. s_ways.Keys];

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Use_AThousandTimes_AllocatesNothing(string way)
    {
        await using var host = await TestProvider.StartAsync(static o => o
            .Add(new PluginManifest { Id = new("stage", "python"), SupportsExtensions = [".py"], SupportsLanguages = ["python"], SupportsMimeTypes = ["text/x-python"], Capabilities = ["ast"] }, Same("python"))
            .Add(new PluginManifest { Id = new("stage", "sharp"), SupportsExtensions = [".cs"], Capabilities = ["ast"] }, Same("sharp")));
        _ = BytesOf(s_ways[way], host);
        Assert.Equal(0, BytesOf(s_ways[way], host));
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(-1, null, true)]
    [InlineData(3, -1, true)]
    [InlineData(3, null, false)]
    [InlineData(null, 3, false)]
    public async Task Call_OfARuntime_AllocatesOnlyWhereItHasATime(int? ofRuntime, int? ofKind, bool isDirect)
    {
        var runtime = new TestRuntime { OnCallTimeout = () => TimeOf(ofRuntime), OnCreate = static (_, _) => Task.FromResult(new TestInstance(new CodePlugin())) };
        await using var host = await TestProvider.StartAsync(o => o
            .AddSource(new TestSource(static () => ["one"]))
            .AddRuntime(_ => runtime)
            .ForKind("greeter", kind => kind.Timeout = TimeOf(ofKind)));
        var greeter = host.Greeter("one");
        _ = BytesOf(_ => greeter.Greet("x"), host);
        Assert.Equal(isDirect, BytesOf(_ => greeter.Greet("x"), host) == 0);

        static TimeSpan? TimeOf(int? seconds) => seconds is null ? null : seconds < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromSeconds(seconds.Value);
    }

    private static Stage Same(string name) => new(name) { OnHandle = static text => text, OnClean = static text => text };

    private static long BytesOf(Func<TestProvider, object?> use, TestProvider host)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            GC.KeepAlive(use(host));
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
