using Dagstack.Extensions.Plugins;

namespace Dispatch;

/// <summary>All plugins answer, at the same time; the answers come by priority, then by name.</summary>
[PluginKind("weather")]
public interface IWeather
{
    [Hook(DispatchClass.BroadcastCollect)]
    Task<int> DegreesAsync(string city, CancellationToken cancellationToken = default);
}

[Plugin("weather", "roof")]
public sealed class RoofSensor : IWeather
{
    public Task<int> DegreesAsync(string city, CancellationToken cancellationToken) => Task.FromResult(21);
}

[Plugin("weather", "service", Priority = 5)]
public sealed class WeatherService : IWeather
{
    public Task<int> DegreesAsync(string city, CancellationToken cancellationToken) =>
        city == "Atlantis" ? throw new InvalidOperationException("no such city") : Task.FromResult(19);
}

public sealed class CollectProgram(IPlugins<IWeather> weather)
{
    public async Task RunAsync()
    {
        var degrees = await weather.DegreesAsync("Bonn");
        Console.WriteLine($"broadcast_collect: {string.Join(" and ", degrees)}");

        var partly = await weather.With(new() { BestEffort = true }).DegreesAsync("Atlantis");
        Console.WriteLine($"  best effort: {string.Join(" and ", partly)}; {string.Join(", ", partly.Errors)}");
    }
}
