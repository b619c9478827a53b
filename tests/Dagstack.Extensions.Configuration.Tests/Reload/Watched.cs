using Microsoft.Extensions.Primitives;
using Microsoft.Extensions.Time.Testing;

namespace Dagstack.Extensions.Configuration.Tests.Reload;

/// <summary>A folder with a configuration that is watched, and what is heard of it.</summary>
internal sealed class Watched : IDisposable
{
    private readonly IDisposable _tokens;
    private TaskCompletionSource _heard = Signal();

    /// <summary>Watches by the file system in real time, or with a clock of the test's own by polling.</summary>
    public Watched(string yaml, FakeTimeProvider? time = null, Action<DagstackConfigOptions>? configure = null, Action<TempFolder>? prepare = null)
    {
        Folder.Write("app.yaml", yaml);
        prepare?.Invoke(Folder);
        Config = DagstackConfig.Load("app.yaml", options =>
        {
            options.BasePath = Folder.Path;
            options.EnvironmentName = string.Empty;
            options.Logger = Log;
            options.OnReloadRejected = error =>
            {
                Rejections.Add(error);
                Hear();
            };
            options.StableWindow = time is null ? TimeSpan.FromMilliseconds(40) : Window;
            if (time is null)
            {
                options.ReloadOnChange = true;
            }
            else
            {
                options.TimeProvider = time;
                options.PollInterval = Interval;
            }

            configure?.Invoke(options);
        });
        _tokens = ChangeToken.OnChange(Config.GetReloadToken, () =>
        {
            Changes++;
            Hear();
        });
    }

    public static TimeSpan Window => TimeSpan.FromMilliseconds(100);

    public static TimeSpan Interval => TimeSpan.FromSeconds(10);

    public TempFolder Folder { get; } = new();

    public ListLogger Log { get; } = new();

    public List<ConfigException> Rejections { get; } = [];

    public DagstackConfig Config { get; }

    public int Changes { get; private set; }

    public IEnumerable<string> Warnings => Log.Lines.Where(static line => line.StartsWith("Warning", StringComparison.Ordinal));

    /// <summary>Lets the clock run until a poll has seen files twice.</summary>
    public static void Settle(FakeTimeProvider time)
    {
        time.Advance(Interval);
        time.Advance(Window);
        time.Advance(Window);
    }

    /// <summary>Waits for changes and rejections until something is so.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (true)
        {
            var heard = Volatile.Read(ref _heard).Task;
            if (condition())
            {
                return;
            }

            await heard.WaitAsync(Limits.Patience);
        }
    }

    public void Dispose()
    {
        _tokens.Dispose();
        Config.Dispose();
        Folder.Dispose();
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Hear() => Interlocked.Exchange(ref _heard, Signal()).SetResult();
}
