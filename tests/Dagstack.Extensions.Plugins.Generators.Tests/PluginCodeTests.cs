using System.Globalization;
using Microsoft.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Generators.Tests;

/// <summary>What a plugin must not use is warned of where it is used, and nowhere else.</summary>
public sealed class PluginCodeTests
{
    public static TheoryData<string, string, string> Wrong => new()
    {
        { "DSP030", "_ = DateTime.Now;", "DateTime.Now reads the time of the machine" },
        { "DSP030", "_ = DateTime.UtcNow.Year;", "Take a Clock or TimeProvider in the constructor, declare the resource \"clock\"" },
        { "DSP030", "_ = DateTime.Today;", "DateTime.Today" },
        { "DSP030", "_ = DateTimeOffset.UtcNow;", "DateTimeOffset.UtcNow" },
        { "DSP030", "_ = TimeProvider.System;", "TimeProvider.System is the time of the machine" },
        { "DSP030", "_ = System.Diagnostics.Stopwatch.StartNew();", "Stopwatch.StartNew measures" },
        { "DSP030", "_ = new System.Diagnostics.Stopwatch();", "new Stopwatch() measures" },
        { "DSP030", "_ = Environment.TickCount64;", "Environment.TickCount64" },
        { "DSP030", "_ = Task.Delay(5);", "write Task.Delay(delay, clock, cancellationToken)" },
        { "DSP030", "_ = Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);", "Task.Delay" },
        { "DSP030", "_ = new CancellationTokenSource(TimeSpan.FromSeconds(1));", "write new CancellationTokenSource(delay, clock)" },
        { "DSP030", "_ = new Timer(_ => { });", "new Timer() runs by the time" },
        { "DSP030", "_ = new PeriodicTimer(TimeSpan.FromSeconds(1));", "write new PeriodicTimer(period, clock)" },
        { "DSP030", "Func<int, Task> wait = Task.Delay; _ = wait;", "Task.Delay" },
        { "DSP031", "_ = Guid.NewGuid();", "Guid.NewGuid is random in a way that no test can repeat. Take an Rng" },
        { "DSP031", "_ = Guid.CreateVersion7();", "Guid.CreateVersion7" },
        { "DSP031", "_ = Random.Shared.Next();", "Random.Shared" },
        { "DSP031", "_ = new Random().Next();", "new Random()" },
        { "DSP031", "_ = System.Security.Cryptography.RandomNumberGenerator.GetInt32(5);", "RandomNumberGenerator.GetInt32" },
        { "DSP032", "_ = Environment.GetEnvironmentVariable(\"A\");", "Take IOptions<T>" },
        { "DSP032", "_ = Environment.MachineName;", "Environment.MachineName reads or writes what the whole process shares" },
        { "DSP032", "Environment.SetEnvironmentVariable(\"A\", \"b\");", "Environment.SetEnvironmentVariable" },
        { "DSP032", "_ = Environment.CurrentDirectory;", "depends on where the process was started. Use full paths" },
        { "DSP032", "_ = Directory.GetCurrentDirectory();", "Directory.GetCurrentDirectory" },
        { "DSP034", "_ = new HttpClient();", "new HttpClient() makes a client that the host neither configures nor closes. Take an HttpClient" },
        { "DSP034", "_ = new SocketsHttpHandler();", "declare the resource \"http_client\"" },
        { "DSP035", "Thread.Sleep(5);", "Thread.Sleep blocks the thread that the hook was called on. Make the hook asynchronous" },
        { "DSP035", "Task.CompletedTask.Wait();", "Task.Wait" },
        { "DSP035", "_ = Task.FromResult(1).Result;", "Task.Result" },
        { "DSP035", "ValueTask.CompletedTask.AsTask().GetAwaiter().GetResult();", "TaskAwaiter.GetResult" },
        { "DSP035", "Task.CompletedTask.ConfigureAwait(false).GetAwaiter().GetResult();", "ConfiguredTaskAwaiter.GetResult" },
        { "DSP035", "new SemaphoreSlim(1).Wait();", "SemaphoreSlim.Wait" },
        { "DSP035", "new ManualResetEvent(false).WaitOne();", "WaitHandle.WaitOne" },
        { "DSP035", "void Inner() { Thread.Sleep(1); } Inner();", "Thread.Sleep" },
    };

    public static TheoryData<string> Right => new()
    {
        "_ = clock.GetUtcNow();",
        "_ = new DateTime(2026, 1, 1).AddDays(1).Date;",
        "_ = DateTime.UnixEpoch; _ = DateTimeOffset.FromUnixTimeSeconds(5);",
        "_ = Task.Delay(TimeSpan.FromSeconds(1), clock, CancellationToken.None);",
        "_ = Task.Delay(Timeout.Infinite, CancellationToken.None);",
        "_ = Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);",
        "_ = new CancellationTokenSource(); _ = new CancellationTokenSource(TimeSpan.FromSeconds(1), clock);",
        "_ = new PeriodicTimer(TimeSpan.FromSeconds(1), clock);",
        "_ = new Random(7).Next(); _ = Guid.Empty; _ = new Guid(\"00000000-0000-0000-0000-000000000001\"); _ = Guid.Parse(\"00000000-0000-0000-0000-000000000001\");",
        "_ = Environment.NewLine; _ = Directory.Exists(\"/x\");",
        "_ = nameof(DateTime.Now);",
        "var done = Task.FromResult(1); _ = done.IsCompletedSuccessfully ? done.Result : 0;",
        "_ = new SemaphoreSlim(1).WaitAsync();",
        "_ = Own.DateTime.Now;",
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Analyzer_InAPlugin_WarnsInPlace(string id, string statement, string message)
    {
        var diagnostic = Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, Source(statement)));
        Assert.Equal((id, DiagnosticSeverity.Warning), (diagnostic.Id, diagnostic.DefaultSeverity));
        Assert.Contains(message, diagnostic.GetMessage(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Contains(statement, (await diagnostic.Location.SourceTree!.GetTextAsync(TestContext.Current.CancellationToken)).Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line].ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Right))]
    public async Task Analyzer_NearMiss_SaysNothing(string statement) => Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(statement)));

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Analyzer_WithAnAllowance_SaysNothing(string id, string statement, string message)
    {
        Assert.NotEmpty(message);
        var allow = $"[AllowPluginViolation(\"{CodeOf(id)}\", \"It does no harm.\")]";
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(statement, onMethod: allow)));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(statement, onClass: allow)));
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(statement), $"[assembly: Dagstack.Extensions.Plugins.AllowPluginViolation(\"{CodeOf(id)}\", \"It does no harm.\")]"));
    }

    [Fact]
    public async Task Analyzer_WithTheAllowanceOfSomethingElseOrNoReason_Warns()
    {
        Assert.Equal("DSP030", Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, Source("_ = DateTime.Now;", onMethod: "[AllowPluginViolation(\"LeakDetected\", \"reason\")]"))).Id);
        Assert.Equal(["DSP037", "DSP030"], (await Analyzed.RunAsync(Analyzed.Manifest, Source("_ = DateTime.Now;", onMethod: "[AllowPluginViolation(\"AmbientStateViolation\", \" \")]"))).Select(static diagnostic => diagnostic.Id));
        Assert.Equal("DSP037", Assert.Single(await Analyzed.RunAsync(null, "[assembly: Dagstack.Extensions.Plugins.AllowPluginViolation(\"LeakDetected\", \"\")]")).Id);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Analyzer_InAProjectThatIsNoPlugin_SaysNothing(string id, string statement, string message)
    {
        Assert.NotEmpty(id + message);
        Assert.Empty(await Analyzed.RunAsync(null, Source(statement)));
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task Analyzer_InAClassWithPlugin_WarnsWithoutAManifest(string id, string statement, string message)
    {
        Assert.NotEmpty(message);
        Assert.Equal(id, Assert.Single(await Analyzed.RunAsync(null, Source(statement, onClass: "[Plugin(\"chunker\", \"fixed\")]"))).Id);
    }

    [Fact]
    public async Task Analyzer_HelpersOfAPluginProject_WarnsOfAllButWhatCallersWaitFor()
    {
        const string Helper = Analyzed.Usings + "internal static class Helper { public static void Run() { _ = DateTime.Now; _ = new HttpClient(); Thread.Sleep(1); } internal sealed class Nested { public Guid Id { get; } = Guid.NewGuid(); } }";
        Assert.Equal(["DSP030", "DSP031", "DSP034"], (await Analyzed.RunAsync(Analyzed.Manifest, Source(string.Empty), Helper)).Select(static diagnostic => diagnostic.Id).Order(StringComparer.Ordinal));
        Assert.Empty(await Analyzed.RunAsync(null, Source(string.Empty, onClass: "[Plugin(\"chunker\", \"fixed\")]"), Helper));
    }

    [Fact]
    public async Task Analyzer_ClassWithinAClassWithPlugin_WarnsOnce()
    {
        const string Plugin = Analyzed.Usings + "[Plugin(\"a\", \"b\")]\ninternal sealed class Outer { public string Text { get; } = Guid.NewGuid().ToString(); internal sealed class Inner { public static int Count; public DateTime At() => Now(); private static DateTime Now() => DateTime.Now; } }";
        Assert.Equal(["DSP030", "DSP031", "DSP033"], (await Analyzed.RunAsync(null, Plugin)).Select(static diagnostic => diagnostic.Id));
    }

    [Fact]
    public async Task Analyzer_SetupAndTeardown_MayReadTheEnvironmentAndBlock()
    {
        const string Setup = Analyzed.Usings + """
            internal sealed class Ready : Chunking.IChunker, IPluginSetup, IDisposable
            {
                public Ready() => Thread.Sleep(1);
                public string Chunk(string text) => text;
                public ValueTask SetupAsync(PluginContext context, CancellationToken cancellationToken) { _ = Environment.GetEnvironmentVariable("A"); Thread.Sleep(1); return default; }
                public void Dispose() => Thread.Sleep(1);
            }
            """;
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(string.Empty), Setup));
    }

    [Theory]
    [InlineData("thread_cpu_bound", 0)]
    [InlineData("process_cpu_bound", 0)]
    [InlineData("sync", 1)]
    public async Task Analyzer_ExecutionModelThatMayBlock_SaysNothing(string model, int count) =>
        Assert.Equal(count, (await Analyzed.RunAsync(Analyzed.Manifest + $"\nexecution_model = \"{model}\"\n", Source("Thread.Sleep(5);"))).Count(static diagnostic => diagnostic.Id == "DSP035"));

    [Fact]
    public async Task Analyzer_ForeignContract_MakesAPluginClass()
    {
        const string Plugin = Analyzed.Usings + "[assembly: PluginKind<IComparer<string>>(\"comparer\")]\ninternal sealed class Slow : IComparer<string> { public int Compare(string? x, string? y) { Thread.Sleep(1); return 0; } }\ninternal sealed class Other : IComparer<int> { public int Compare(int x, int y) { Thread.Sleep(1); return 0; } }";
        var diagnostic = Assert.Single(await Analyzed.RunAsync(Analyzed.Manifest, Source(string.Empty), Plugin));
        Assert.Equal(("DSP035", 9), (diagnostic.Id, diagnostic.Location.GetLineSpan().StartLinePosition.Line + 1));
    }

    [Fact]
    public async Task Analyzer_GeneratedCode_IsNotLookedAt() =>
        Assert.Empty(await Analyzed.RunAsync(Analyzed.Manifest, Source(string.Empty), "// <auto-generated/>\ninternal static class Made { public static int Count; public static System.DateTime At => System.DateTime.Now; }"));

    private static string CodeOf(string id) => id switch { "DSP034" => "ResourceViolation", "DSP035" => "ExecutionModelViolation", _ => "AmbientStateViolation" };

    private static string Source(string statement, string onMethod = "", string onClass = "") => Analyzed.Usings + $$"""
        namespace Own { public static class DateTime { public static int Now => 1; } }
        namespace Chunking
        {
            [PluginKind("chunker")]
            public interface IChunker { string Chunk(string text); }
            {{onClass}}
            public sealed class FixedChunker : IChunker
            {
                private readonly TimeProvider clock = null!;
                {{onMethod}}
                public string Chunk(string text)
                {
                    {{statement}}
                    return $"{text}{clock}";
                }
            }
        }
        """;
}
