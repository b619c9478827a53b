using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Dagstack.Extensions.Plugins.Tests.Reload;

/// <summary>What a host has that plugins may hang on to: events, tokens, services, and lists of what it keeps.</summary>
public static class ZooKeeper
{
    private static CancellationTokenSource s_closing = new();
    private static TaskCompletionSource s_closed = new();

    public static event Action? Fed;

    public static CancellationToken Closing => s_closing.Token;

    public static Task Closed => s_closed.Task;

    public static bool IsClosed => s_closed.Task.IsCompleted;

    public static IConfigurationRoot Configuration { get; } = new ConfigurationBuilder().AddInMemoryCollection([new("Name", "zoo"), new("Day", "Closed")]).Build();

    public static IOptionsMonitor<object> Options { get; } = new ServiceCollection().AddOptions<object>().Services.BuildServiceProvider().GetRequiredService<IOptionsMonitor<object>>();

    public static IServiceProvider? Services { get; private set; }

    public static List<object> Kept { get; } = [];

    /// <summary>Keeps what is ambient now, as a library does that goes on with it later.</summary>
    public static void Remember() => Kept.Add(ExecutionContext.Capture()!);

    public static void Open()
    {
        s_closed = new();
        s_closing = new();
        Services = new ServiceCollection().BuildServiceProvider();
    }

    /// <summary>Lets go of everything, so that one test does not leave its plugins to the next.</summary>
    public static void Close()
    {
        s_closed.TrySetResult();
        Kept.Clear();
        (Services as IDisposable)?.Dispose();
        Services = null;
        Fed?.Invoke();
        Fed = null;
    }
}
