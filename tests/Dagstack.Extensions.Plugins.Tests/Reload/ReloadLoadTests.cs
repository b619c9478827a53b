using System.Diagnostics;
using Dagstack.Extensions.Plugins.InProcess;
using Xunit;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>Reloads under callers at full speed: none of them notices, and nothing is left.</summary>
[Collection(nameof(Alone))]
public sealed class ReloadLoadTests(ITestOutputHelper output)
{
    private const int Callers = 2;

    private static int Rounds => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1" ? 1000 : 50;

    [Fact]
    public async Task ReloadAsync_ManyTimesUnderBusyCallers_NoCallFailsAndNothingStaysAlive()
    {
        using var plugins = new ReloadablePlugins().Write("reloaded-busy", 1).Write("reloaded-alone", 1);
        await using var provider = await TestProvider.StartAsync(o => o.AllowReload().Discover(plugins.Root));
        var greeter = provider.Greeter("reloaded-busy");
        using var over = new CancellationTokenSource();
        var (calls, failed) = (new long[Callers], 0L);
        var callers = Enumerable.Range(0, Callers).Select(number => Task.Factory.StartNew(() => Call(number), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToList();
        void Call(int number)
        {
            while (!over.IsCancellationRequested)
            {
                try
                {
                    Assert.True(int.Parse(greeter.Greet("you"), System.Globalization.CultureInfo.InvariantCulture) > 0);
                    calls[number]++;
                }
                catch (Exception)
                {
                    Interlocked.Increment(ref failed);
                    throw;
                }
            }
        }

        var samples = new List<(long Memory, int Handles)>();
        var (reload, serving, parts) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 1; round <= Rounds; round++)
        {
            await File.WriteAllBytesAsync(plugins.AssemblyOf("reloaded-busy"), plugins.Compile((round % 5) + 1), TestContext.Current.CancellationToken);
            var began = Stopwatch.GetTimestamp();
            var done = await provider.Registry.ReloadAsync("greeter:reloaded-busy", TestContext.Current.CancellationToken);
            reload.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            serving.Add(done.Duration.TotalMilliseconds);
            Assert.True(done is { Outcome: PluginReloadOutcome.Replaced, Unload: PluginUnloadOutcome.Unloaded }, $"{done} {string.Join("; ", done.Hints)}");

            // The same by its parts, of a plugin that nobody calls: stop, unload, load and start.
            if (round % 5 == 0)
            {
                began = Stopwatch.GetTimestamp();
                await provider.Registry.TeardownPluginAsync(new("greeter", "reloaded-alone"), TestContext.Current.CancellationToken);
                while (LoadedContexts.Count("plugin greeter:reloaded-alone") > 0)
                {
                    await Task.Yield();
                }

                await provider.Registry.SetupPluginAsync(new("greeter", "reloaded-alone"), TestContext.Current.CancellationToken);
                parts.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            samples.Add(Sample());
        }

        await over.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal(0, failed);
        Assert.All(calls, static count => Assert.True(count > 0));
        Assert.Equal(0, provider.Status("greeter:reloaded-busy").LeakedGenerations);
        await Wait.UntilAsync(() => LoadedContexts.Count("plugin greeter:reloaded-busy") == 1);
        var (middle, last) = (Tenth(samples, 0.45), Tenth(samples, 0.9));
        output.WriteLine($"{Rounds} reloads, {calls.Sum():N0} calls, {failed} failed, {LoadedContexts.Count("plugin greeter:reloaded-busy") - 1} contexts alive");
        output.WriteLine($"memory {middle.Memory / 1024.0:N0} KiB → {last.Memory / 1024.0:N0} KiB, handles {middle.Handles:N0} → {last.Handles:N0}");
        output.WriteLine($"stop, unload, load and start of a plugin alone: median {Median(parts):N1} ms; reload until the new one served: {Median(serving):N1} ms, {Median(serving) / Median(parts):N2} of it; until the old one was unloaded: {Median(reload):N1} ms, {Median(reload) / Median(parts):N2} of it");
        Assert.InRange(last.Memory, 0, middle.Memory * 1.1);
        Assert.InRange(last.Handles, 0, middle.Handles * 1.1);
    }

    private static (long Memory, int Handles) Sample()
    {
        UnloadCheck.Collect();
        using var process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: false), OperatingSystem.IsLinux() ? Directory.GetFiles("/proc/self/fd").Length : process.HandleCount);
    }

    /// <summary>The medians of a tenth of the samples.</summary>
    private static (long Memory, long Handles) Tenth(List<(long Memory, int Handles)> samples, double from)
    {
        var tenth = samples.Skip((int)(samples.Count * from)).Take(Math.Max(1, samples.Count / 10)).ToList();
        return ((long)Median([.. tenth.Select(static sample => (double)sample.Memory)]), (long)Median([.. tenth.Select(static sample => (double)sample.Handles)]));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
