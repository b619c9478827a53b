using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dagstack.Extensions.Plugins.Mcp.Processes;

namespace Dagstack.Extensions.Plugins.Mcp.Tests.Processes;

/// <summary>Children of tests, and what the system knows about them.</summary>
internal static class Children
{
    public const string Folder = "/";

    public static readonly TimeSpan Short = TimeSpan.FromMilliseconds(100);

    /// <summary>What looks after all children of tests.</summary>
    public static readonly ChildWatch Watch = new();

    public static bool AreLong => Environment.GetEnvironmentVariable("DAGSTACK_LONG_TESTS") == "1";

    /// <summary>Tests that need Linux' <c>/proc</c>.</summary>
    public static bool HaveProc => OperatingSystem.IsLinux();

    public static bool HaveUnix => !OperatingSystem.IsWindows();

    public static Dictionary<string, string> Variables => new() { ["PATH"] = "/usr/bin:/bin" };

    /// <summary>A program and its arguments.</summary>
    public static ChildCommand Command(string file, params string[] arguments) => new() { Name = "plugin 'tool:x'", File = file, Arguments = arguments, Folder = Folder, Environment = Variables };

    /// <summary>A child whose clock stands: its error output is read to the end, however busy the machine is.</summary>
    public static ChildProcessSettings Standing(StepTime? time = null, Action<string>? line = null) => new() { Watch = Watch, ErrorLine = line, Time = time ?? new StepTime() };

    /// <summary>Starts a shell.</summary>
    public static ChildProcess Shell(string script, ChildProcessSettings? settings = null) => Start(Command("/bin/sh", "-c", script), settings);

    /// <summary>Starts a program.</summary>
    public static ChildProcess Start(ChildCommand command, ChildProcessSettings? settings = null) => ChildProcess.Start(command, settings ?? new ChildProcessSettings { Watch = Watch });

    /// <summary>Starts a shell that writes <c>ready</c> first of all, or after what it sets up.</summary>
    public static async Task<ChildProcess> ReadyAsync(string script, ChildProcessSettings? settings = null)
    {
        var child = Shell(script, settings);
        if (await LineAsync(child) is "ready")
        {
            return child;
        }

        await child.DisposeAsync();
        throw new InvalidOperationException($"Not ready: {(await child.Ended).Text}");
    }

    /// <summary>Reads a line, byte by byte, so that what follows is still there.</summary>
    public static async Task<string> LineAsync(ChildProcess child)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await child.Output.ReadAsync(one).AsTask().WaitAsync(Limits.Patience) > 0 && one[0] != '\n')
        {
            line.Add(one[0]);
        }

        return Encoding.UTF8.GetString([.. line]);
    }

    public static async Task<string> ReadAsync(ChildProcess child) => await new StreamReader(child.Output).ReadToEndAsync().WaitAsync(Limits.Patience);

    public static Task<ChildEnd> EndAsync(ChildProcess child) => child.Ended.WaitAsync(Limits.Patience);

    public static async Task WriteAsync(ChildProcess child, string text) => await child.Input.WriteAsync(Encoding.UTF8.GetBytes(text));

    /// <summary>Tells whether a process is there, as a zombie too.</summary>
    public static bool IsThere(int process) => Directory.Exists($"/proc/{process}");

    /// <summary>Tells whether a process runs.</summary>
    public static bool Runs(int process) => StateOf(process) is not (null or 'Z' or 'X');

    /// <summary>The processes whose environment or command line has a text, zombies excepted.</summary>
    public static List<int> With(string text) => [.. All().Where(process => Runs(process) && (Read(process, "environ") + Read(process, "cmdline")).Contains(text, StringComparison.Ordinal))];

    /// <summary>The children of this process, zombies included.</summary>
    public static List<int> Own() => Of(Environment.ProcessId);

    /// <summary>The children of a process, zombies included.</summary>
    public static List<int> Of(int process) => [.. All().Where(child => Fields(child) is [_, var parent, ..] && parent == process.ToString(CultureInfo.InvariantCulture))];

    /// <summary>The descriptors that children take. Others come with what is loaded meanwhile.</summary>
    public static int Descriptors(int? process = null) => Directory.GetFileSystemEntries($"/proc/{process?.ToString(CultureInfo.InvariantCulture) ?? "self"}/fd").Count(static path => LinkOf(path) is { } link
        && (link.StartsWith("pipe:", StringComparison.Ordinal) || link.StartsWith("socket:", StringComparison.Ordinal) || link.StartsWith("anon_inode:", StringComparison.Ordinal)));

    /// <summary>The threads of this room, by the beginning of their names.</summary>
    public static int Threads() => Directory.GetDirectories("/proc/self/task").Count(static thread => Read(thread + "/comm").StartsWith("dagstack: ", StringComparison.Ordinal));

    public static double Milliseconds(long start) => Stopwatch.GetElapsedTime(start).TotalMilliseconds;

    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return null;
        }
    }

    private static IEnumerable<int> All() => Directory.GetDirectories("/proc").Select(static path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var id) ? id : 0).Where(static id => id > 0);

    private static char? StateOf(int process) => Fields(process) is [[var state, ..], ..] ? state : null;

    // What follows the name, which may have anything in it: state, parent, group, ...
    private static string[] Fields(int process) => Read(process, "stat") is { Length: > 0 } text ? text[(text.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static string Read(int process, string file) => Read($"/proc/{process}/{file}");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
