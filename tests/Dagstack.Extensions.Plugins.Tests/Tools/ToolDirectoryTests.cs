using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Tools;

/// <summary>Which functions there are, by which names, and when plugins are asked for them.</summary>
public sealed class ToolDirectoryTests
{
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFunctionsAsync_SeveralPlugins_AreByPriorityThenNameThenTheirOwnOrder()
    {
        await using var provider = await TestProvider.StartAsync(o => o
            .Add(ToolHost.Manifest("b"), new ToolPlugin("b", ToolPlugin.Function("find"), ToolPlugin.Function("add")))
            .Add(ToolHost.Manifest("a"), new ToolPlugin("a", ToolPlugin.Function("find")))
            .Add(ToolHost.Manifest("z", 5), new ToolPlugin("z", ToolPlugin.Function("last"), ToolPlugin.Function("add"))));
        var tools = provider.Tools();
        var functions = await tools.GetFunctionsAsync(_cancellation);
        Assert.Equal(["last (tool:z)", "add (tool:z)", "find (tool:a)", "b.find (tool:b)", "b.add (tool:b)"], functions.Select(static function => function.ToString()));
        Assert.Equal(["z.last", "z.add", "a.find", "b.find", "b.add"], functions.Select(static function => function.QualifiedName));
        Assert.Equal(("find", "Does find.", "object"), (functions[2].Name, functions[2].Description, functions[2].Parameters.GetProperty("type").GetString()));
        foreach (var function in functions)
        {
            Assert.StartsWith($"{function.QualifiedName} ", (await tools.CallAsync(function.CallName, cancellationToken: _cancellation)).GetString(), StringComparison.Ordinal);
            Assert.StartsWith($"{function.QualifiedName} ", (await tools.CallAsync(function.QualifiedName, cancellationToken: _cancellation)).GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CallAsync_NameThatLooksQualified_MeansThePluginBeforeTheDotFirst()
    {
        await using var provider = await ToolHost.StartAsync(
            ("a", new("a", ToolPlugin.Function("b.c"))),
            ("b", new("b", ToolPlugin.Function("c"))));
        var functions = await provider.Tools().GetFunctionsAsync(_cancellation);
        Assert.Equal(["a.b.c", "c"], functions.Select(static function => function.CallName));
        Assert.Equal("b.c {}", (await provider.Tools().CallAsync("b.c", cancellationToken: _cancellation)).GetString());
        Assert.Equal("a.b.c {}", (await provider.Tools().CallAsync("a.b.c", cancellationToken: _cancellation)).GetString());
    }

    [Fact]
    public async Task CallAsync_ManyTimesAtOnce_APluginIsAskedOnce()
    {
        var gate = new TaskCompletionSource();
        var plugin = new ToolPlugin("a")
        {
            OnGetSchema = async _ =>
            {
                await gate.Task;
                return [ToolPlugin.Function("f")];
            },
        };
        await using var provider = await ToolHost.StartAsync(("a", plugin));
        var calls = Enumerable.Range(0, 20).Select(_ => provider.Tools().CallAsync("f", cancellationToken: _cancellation).AsTask()).ToList();
        gate.SetResult();
        await Task.WhenAll(calls).WaitAsync(Limits.Patience, _cancellation);
        await provider.Tools().GetFunctionsAsync(_cancellation);
        Assert.Equal(1, plugin.Asked);
    }

    [Fact]
    public async Task CallAsync_CallerThatLeaves_DoesNotEndTheQuestionOfTheOthers()
    {
        var gate = new TaskCompletionSource();
        await using var provider = await ToolHost.StartAsync(("a", new("a")
        {
            OnGetSchema = async token =>
            {
                await gate.Task.WaitAsync(token);
                return [ToolPlugin.Function("f")];
            },
        }));
        using var leaving = new CancellationTokenSource();
        var first = provider.Tools().CallAsync("f", cancellationToken: leaving.Token).AsTask();
        var second = provider.Tools().CallAsync("f", cancellationToken: _cancellation).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        gate.SetResult();
        Assert.Equal("a.f {}", (await second.WaitAsync(Limits.Patience, _cancellation)).GetString());
    }

    [Fact]
    public async Task CallAsync_AfterARestart_GoesByTheNewSchema()
    {
        var starts = 0;
        await using var provider = await TestProvider.StartAsync(o => o
            .Add("tool:a", _ => new ToolPlugin("a", ++starts == 1 ? ToolPlugin.Function("old") : ToolPlugin.Function("new", "{'required':['x']}")))
            .Add("tool:b", new ToolPlugin("b", ToolPlugin.Function("g"))));
        var tools = provider.Tools();
        await tools.CallAsync("old", cancellationToken: _cancellation);
        await provider.Registry.TeardownPluginAsync(PluginId.Parse("tool:a"), _cancellation);
        Assert.Equal(["g"], (await tools.GetFunctionsAsync(_cancellation)).Select(static function => function.CallName));
        var gone = await Assert.ThrowsAsync<ToolNotFoundException>(async () => await tools.CallAsync("old", cancellationToken: _cancellation));
        Assert.Contains("Plugins whose functions are not among them: 'tool:a' is stopped.", gone.Message, StringComparison.Ordinal);
        var unavailable = await Assert.ThrowsAsync<PluginUnavailableException>(async () => await tools.CallAsync("a.old", cancellationToken: _cancellation));
        Assert.Equal(("tool:a", PluginState.Stopped), (unavailable.Plugin.ToString(), unavailable.State));
        await provider.Registry.SetupPluginAsync(PluginId.Parse("tool:a"), _cancellation);
        await Assert.ThrowsAsync<ToolNotFoundException>(async () => await tools.CallAsync("old", cancellationToken: _cancellation));
        await Assert.ThrowsAsync<ToolArgumentsException>(async () => await tools.CallAsync("new", cancellationToken: _cancellation));
        Assert.Equal("a.new {\"x\":1}", (await tools.CallAsync("new", new { x = 1 }, _cancellation)).GetString());
    }

    [Fact]
    public async Task CallAsync_BeforeTheStart_SaysThatThePluginsAreNotStarted()
    {
        await using var provider = TestProvider.Build(static o => o.Add("tool:a", new ToolPlugin("a", ToolPlugin.Function("f"))));
        Assert.Empty(await provider.Tools().GetFunctionsAsync(_cancellation));
        var fault = await Assert.ThrowsAsync<ToolNotFoundException>(async () => await provider.Tools().CallAsync("f", cancellationToken: _cancellation));
        Assert.Contains("'tool:a' is discovered", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetFunctionsAsync_PluginThatFails_IsLeftOutLoggedAndAskedAgain()
    {
        using var logs = new TestLogs();
        var failing = true;
        var plugin = new ToolPlugin("a") { OnGetSchema = _ => failing ? throw new InvalidOperationException("no catalogue") : new([ToolPlugin.Function("f")]) };
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("tool:a", plugin).Add("tool:b", new ToolPlugin("b", ToolPlugin.Function("g"))),
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        var tools = provider.Tools();
        Assert.Equal(["g"], (await tools.GetFunctionsAsync(_cancellation)).Select(static function => function.CallName));
        Assert.Contains(logs.Lines, static line => line.StartsWith("Error", StringComparison.Ordinal) && line.Contains("[40]", StringComparison.Ordinal) && line.Contains("no catalogue", StringComparison.Ordinal));
        var fault = await Assert.ThrowsAsync<ToolNotFoundException>(async () => await tools.CallAsync("f", cancellationToken: _cancellation));
        Assert.Contains("'tool:a' failed to say what it has: InvalidOperationException: no catalogue", fault.Message, StringComparison.Ordinal);
        var asked = plugin.Asked;
        await tools.CallAsync("g", cancellationToken: _cancellation);
        Assert.Equal(asked, plugin.Asked);
        failing = false;
        Assert.Equal("a.f {}", (await tools.CallAsync("f", cancellationToken: _cancellation)).GetString());
    }

    [Fact]
    public async Task GetFunctionsAsync_PluginThatNeverAnswers_IsGivenUp()
    {
        var time = new FakeTimeProvider();
        var begun = new TaskCompletionSource();
        var plugin = new ToolPlugin("a")
        {
            OnGetSchema = async token =>
            {
                begun.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token);
                return [];
            },
        };
        await using var provider = await TestProvider.StartAsync(o => o.Add("tool:a", plugin).Add("tool:b", new ToolPlugin("b", ToolPlugin.Function("g"))), services => services.AddSingleton<TimeProvider>(time));

        // The other one has answered before.
        await provider.Registry.TeardownPluginAsync(new("tool", "a"), _cancellation);
        Assert.Single(await provider.Tools().GetFunctionsAsync(_cancellation));
        await provider.Registry.SetupPluginAsync(new("tool", "a"), _cancellation);
        var functions = provider.Tools().GetFunctionsAsync(_cancellation).AsTask();
        await begun.Task.WaitAsync(Limits.Patience, _cancellation);
        time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(["g"], (await functions.WaitAsync(Limits.Patience, _cancellation)).Select(static function => function.CallName));
    }

    [Fact]
    public async Task GetFunctionsAsync_NamesTwiceEmptyOrNull_AreLeftOut()
    {
        using var logs = new TestLogs();
        await using var provider = await TestProvider.StartAsync(
            o => o
                .Add("tool:a", new ToolPlugin("a", ToolPlugin.Function("f"), ToolPlugin.Function("f", "{'required':['x']}"), ToolPlugin.Function(""), null!))
                .Add("tool:b", new ToolPlugin("b") { OnGetSchema = static _ => new((IReadOnlyList<ToolSchema>)null!) }),
            services => services.AddLogging(logging => logging.AddProvider(logs)));
        Assert.Equal(["f"], (await provider.Tools().GetFunctionsAsync(_cancellation)).Select(static function => function.CallName));
        await provider.Tools().CallAsync("f", cancellationToken: _cancellation);
        Assert.Equal(3, logs.Lines.Count(static line => line.Contains("[41]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GetFunctionsAsync_NamesThatNotEveryModelTakes_AreWarnedOfAndServed()
    {
        using var logs = new TestLogs();
        string[] unusual = ["Forecast", "fore-cast", "fore.cast", "2d", "größe"];
        await using var provider = await TestProvider.StartAsync(
            o => o.Add("tool:a", new ToolPlugin("a", [.. unusual.Append("fore_cast2").Select(static name => ToolPlugin.Function(name))])),
            services => services.AddLogging(logging => logging.AddProvider(logs)));

        Assert.Equal([.. unusual, "fore_cast2"], (await provider.Tools().GetFunctionsAsync(_cancellation)).Select(static function => function.Name));
        Assert.Equal("a.Forecast {}", (await provider.Tools().CallAsync("Forecast", cancellationToken: _cancellation)).GetString());
        var warnings = logs.Lines.Where(static line => line.Contains("[42]", StringComparison.Ordinal)).ToList();
        Assert.Equal(unusual.Length, warnings.Count);
        Assert.All(unusual.Zip(warnings), static pair => Assert.Contains($"The function '{pair.First}' of plugin tool:a has a name that not every model and protocol takes; it is served all the same.", pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task GetFunctionsAsync_MetadataOfTheFirstCaller_IsNotInTheQuestion()
    {
        object? tenant = "not asked";
        await using var provider = await TestProvider.StartAsync(o => o
            .Add("tool:a", new ToolPlugin("a", ToolPlugin.Function("f")))
            .Use((call, next) =>
            {
                tenant = call.Metadata.GetValueOrDefault("tenant_id");
                return next(call);
            }, hooks: "get_schema"));
        using (CallMetadata.Begin("tenant_id", "t1"))
        {
            await provider.Tools().GetFunctionsAsync(_cancellation);
        }

        Assert.Null(tenant);
    }
}
