using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Options;

public sealed class LiveOptionsTests
{
    [Fact]
    public async Task Change_UnderLoad_IsSeenByTheNextCallAndNoCallFails()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["greeter:polite:greeting"] = "0" }).Build();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<IConfiguration>(configuration));
        var greeter = provider.Greeter("polite");
        using var end = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            // Values only ever go up: whoever sees a change never sees what was before it.
            var last = 0;
            for (var calls = 0; ; calls++)
            {
                var seen = int.Parse(greeter.Greet("monitor").Split(' ')[0], CultureInfo.InvariantCulture);
                Assert.True(seen >= last, $"{seen} after {last}");
                last = seen;
                if (end.IsCancellationRequested)
                {
                    return calls;
                }
            }
        })).ToList();

        for (var i = 1; i <= 1000; i++)
        {
            configuration["greeter:polite:greeting"] = i.ToString(CultureInfo.InvariantCulture);
            configuration["greeter:polite:repeat_count"] = i % 10 == 0 ? "99" : "1";
            configuration.Reload();
            var expected = i % 10 == 0 ? i - 1 : i;
            Assert.StartsWith($"{expected} ", greeter.Greet("monitor"), StringComparison.Ordinal);
        }

        await end.CancelAsync();
        Assert.All(await Task.WhenAll(callers).WaitAsync(Limits.Patience, TestContext.Current.CancellationToken), static calls => Assert.True(calls > 0));
    }

    [Fact]
    public async Task Change_ThousandTimes_LeaksNothing()
    {
        using var folders = new PluginFolders().Add("listener", "ListeningGreeter");
        var configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
        var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<IConfiguration>(configuration));
        await ChangeAsync(0, 200);
        var middle = GC.GetTotalMemory(forceFullCollection: true);
        await ChangeAsync(200, 1000);
        var growth = GC.GetTotalMemory(forceFullCollection: true) - middle;

        // The log of events grows by a short text per change; a leaked set of options would cost many times that.
        Assert.InRange(growth, long.MinValue, 1000 * 512);
        Assert.Equal(1200, provider.Events.Events.Count);
        await provider.DisposeAsync();
        configuration["greeter:listener:greeting"] = "after";
        configuration.Reload();
        Assert.Equal(1200, provider.Events.Events.Count);

        Task ChangeAsync(int from, int count)
        {
            for (var i = from; i < from + count; i++)
            {
                configuration["greeter:listener:greeting"] = $"g{i}";
                configuration.Reload();
            }

            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task Change_OfAFile_IsSeenWithinASecondOfBeingRead()
    {
        using var folders = new PluginFolders().Add("polite", "OptionsGreeter");
        using var folder = new TempFolder();
        var file = folder.Write("appsettings.json", """{ "greeter": { "polite": { "greeting": "before" } } }""");
        using var configuration = (ConfigurationRoot)new ConfigurationBuilder().AddJsonFile(source =>
        {
            source.Path = file;
            source.ReloadOnChange = true;
            source.ReloadDelay = 50;
            source.ResolveFileProvider();
        }).Build();
        await using var provider = await TestProvider.StartAsync(o => o.Discover(folders.Root), services => services.AddSingleton<IConfiguration>(configuration));
        var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = configuration.GetReloadToken().RegisterChangeCallback(_ => changed.TrySetResult(), null);
        await File.WriteAllTextAsync(file, """{ "greeter": { "polite": { "greeting": "after" } } }""", TestContext.Current.CancellationToken);
        await changed.Task.WaitAsync(Limits.Patience, TestContext.Current.CancellationToken);
        await Wait.UntilAsync(() => provider.Greeter("polite").Greet("monitor").StartsWith("after", StringComparison.Ordinal));
    }
}
