using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Dagstack.Extensions.Plugins.Mcp.Processes;
using Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.HostEnd;

/// <summary>A host in a process of its own, whose plugins are servers in children: the program tests/fixtures/McpHost.</summary>
internal sealed class WorkHost : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly TempFolder _folder = new();
    private readonly HashSet<int> _members = [];
    private ChildProcess? _process;

    private WorkHost(string[] plugins)
    {
        foreach (var plugin in plugins)
        {
            var (name, variables) = (plugin.Split(' ')[0], plugin.Split(' ')[1..].Select(static variable => $"{variable} = \"1\""));
            _folder.Write($"{name}/dagstack.toml", $$"""
                [plugin]
                name = "{{name}}"
                kind = "work"
                runtime = "mcp_stdio"
                core_version = ">=0.1.0,<1.0.0"

                [plugin.mcp_stdio]
                command = ["/usr/bin/python3", "server.py"]
                env = { {{string.Join(", ", variables.Append($"NAME = \"{name}\"").Append($"LOG = \"{LogOf(name)}\""))}} }
                """);
            _folder.Write($"{name}/server.py", File.ReadAllText(Path.Combine(Path.GetDirectoryName(Program)!, "server.py")));
        }
    }

    public static bool CanRun { get; } = Children.HaveProc && File.Exists("/usr/bin/python3");

    public int Id => _process!.Id;

    /// <summary>What the host has logged, as far as it is read.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>A file that calls wait for.</summary>
    public string Gate => Path.Combine(_folder.Path, "gate");

    private static string Program => Path.Combine(Repository.Root, "tests", "fixtures", "McpHost", "bin", Repository.Configuration, "net10.0", "McpHost.dll");

    /// <summary>Starts a host, and waits until it is ready.</summary>
    /// <param name="plugins">The name of each plugin, with what its server is: STUBBORN, GRANDCHILD.</param>
    /// <param name="options">More arguments of the host.</param>
    /// <param name="descriptors">The most descriptors that it may have; null for as many as this process.</param>
    /// <param name="expected">The state of each plugin.</param>
    public static async Task<WorkHost> StartAsync(string[] plugins, string[]? options = null, int? descriptors = null, string expected = "Ready")
    {
        var host = new WorkHost(plugins);
        try
        {
            host._process = Children.Start(host.CommandOf(options ?? [], descriptors), new ChildProcessSettings { Watch = Children.Watch, ErrorLine = host._log.Enqueue });
            await host.LineAsync("ready");
            foreach (var plugin in plugins)
            {
                Assert.StartsWith(expected, await host.StatusAsync(plugin.Split(' ')[0]), StringComparison.Ordinal);
            }

            host.Note();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads until a line begins with a text.</summary>
    /// <returns>What follows it.</returns>
    public async Task<string> LineAsync(string beginning)
    {
        while (true)
        {
            var line = await Children.LineAsync(_process!);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line[beginning.Length..].Trim();
            }

            if (line.Length == 0)
            {
                throw new InvalidOperationException($"It ended before it wrote '{beginning}'. {string.Join(Environment.NewLine, _log)}");
            }
        }
    }

    public Task SendAsync(string command) => Children.WriteAsync(_process!, $"{command}\n");

    /// <summary>Gets the state of a plugin, and the reason for it.</summary>
    public async Task<string> StatusAsync(string name)
    {
        await SendAsync($"status work:{name}");
        return await LineAsync("status");
    }

    /// <summary>Calls a plugin, and waits until the call is inside of its server.</summary>
    public async Task CallAsync(string name, string what)
    {
        await SendAsync($"call work:{name} {what}");
        await Wait.UntilAsync(() => EventsOf(name).Contains("inside"));
    }

    /// <summary>What the server of a plugin has written of its life.</summary>
    public IReadOnlyList<string> EventsOf(string name) => File.Exists(LogOf(name)) ? File.ReadAllLines(LogOf(name)) : [];

    /// <summary>Opens the gate, so that calls go on.</summary>
    public void Open() => _folder.Write("gate", "");

    /// <summary>Sends a signal to the host's process, or as a terminal does to its whole group.</summary>
    public void Signal(int signal, bool group = false)
    {
        if (group)
        {
            Assert.True(Posix.SignalGroup(Id, signal));
        }
        else
        {
            Posix.SignalProcess(Id, signal);
        }
    }

    public Task<ChildEnd> EndAsync() => Children.EndAsync(_process!);

    /// <summary>The host's children, guards and grandchildren that run: all that were seen, and whoever has a name of the host's folder.</summary>
    public IReadOnlyList<int> Alive() => [.. _members.Where(Children.Runs).Union(Children.With(_folder.Path).Where(process => process != Id))];

    /// <summary>Waits until none of them runs.</summary>
    public async Task GoneAsync()
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        while (Alive() is { Count: > 0 } alive)
        {
            Assert.False(limit.IsCancellationRequested, $"These still run: {string.Join(", ", alive)}.");
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Looks who is there by now.</summary>
    /// <returns>How many there are.</returns>
    public int Note()
    {
        for (var next = new List<int> { Id }; next.Count > 0;)
        {
            next = [.. next.SelectMany(Children.Of).Where(Children.Runs)];
            _members.UnionWith(next);
        }

        _members.UnionWith(Alive());
        return _members.Count;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            Note();
            await _process.DisposeAsync();
            foreach (var process in Alive())
            {
                Posix.SignalProcess(process, Posix.Kill);
            }
        }

        _folder.Dispose();
    }

    private ChildCommand CommandOf(string[] options, int? descriptors)
    {
        var variables = Children.Variables;
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root)
        {
            variables["DOTNET_ROOT"] = root;
        }

        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var limit = descriptors?.ToString(CultureInfo.InvariantCulture) ?? "$(ulimit -n)";
        return new()
        {
            Name = "the host",
            File = "/bin/sh",
            Arguments = ["-c", $"ulimit -n {limit}; exec \"$@\"", "sh", dotnet, Program, $"--folder={_folder.Path}", .. options],
            Folder = "/",
            Environment = variables,
        };
    }

    private string LogOf(string name) => Path.Combine(_folder.Path, $"{name}.log");
}
