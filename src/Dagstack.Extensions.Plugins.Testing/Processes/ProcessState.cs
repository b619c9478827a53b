using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Plugins.Testing.Processes;

/// <summary>What this process holds of the system. Where the system does not list it one by one, it is counted as a whole.</summary>
internal sealed class ProcessState
{
    private readonly Dictionary<LeakKind, List<string>> _held = [];

    public static ProcessState Read()
    {
        var state = new ProcessState();
        var descriptors = Descriptors();
        state._held[LeakKind.File] = [.. descriptors.Where(static name => name.StartsWith('/') && !name.StartsWith("/dev/", StringComparison.Ordinal) && !name.StartsWith("/proc/", StringComparison.Ordinal) && !name.EndsWith(".dll", StringComparison.Ordinal))];
        state._held[LeakKind.Socket] = [.. descriptors.Where(static name => name.StartsWith("socket:", StringComparison.Ordinal))];
        state._held[LeakKind.Thread] = Threads();
        state._held[LeakKind.Process] = Children();
        state._held[LeakKind.Timer] = [.. Enumerable.Repeat("timer", (int)Timer.ActiveCount)];
        state._held[LeakKind.TempFile] = [.. Directory.EnumerateFileSystemEntries(Path.GetTempPath()).Where(static entry => !Path.GetFileName(entry).StartsWith("dotnet-diagnostic", StringComparison.Ordinal) && !Path.GetFileName(entry).StartsWith("clr-debug-pipe", StringComparison.Ordinal))];
        return state;
    }

    /// <summary>Finds what there is more of, for each of a number of cycles: what grows less is the runtime's own.</summary>
    public IEnumerable<Leak> Since(ProcessState before, int cycles)
    {
        foreach (var (kind, held) in _held)
        {
            var more = held.Count - before._held[kind].Count;
            if (more >= cycles)
            {
                var names = held.Except(before._held[kind]).Where(static name => name.Length > 5).Select(Path.GetFileName).Distinct().Take(3).ToList();
                yield return new(kind, $"After {cycles} setups and teardowns there are {more} more {NameOf(kind)} than before{(names.Count > 0 ? $", such as {string.Join(", ", names)}" : string.Empty)}");
            }
        }
    }

    /// <summary>Ends the child processes that are left, where the system lists them.</summary>
    public static void EndChildren()
    {
        foreach (var id in Children())
        {
            try
            {
                using var child = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                child.Kill(entireProcessTree: true);
            }
            catch (Exception fault) when (fault is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It has ended meanwhile.
            }
        }
    }

    private static string NameOf(LeakKind kind) => kind switch
    {
        LeakKind.File => "open files",
        LeakKind.Socket => "open sockets",
        LeakKind.Thread => "threads",
        LeakKind.Process => "child processes",
        LeakKind.Timer => "running timers",
        _ => "files and folders in the system's temporary folder",
    };

    private static List<string> Descriptors()
    {
        if (!Directory.Exists("/proc/self/fd"))
        {
            using var process = Process.GetCurrentProcess();
            return [.. Enumerable.Repeat("/handle", process.HandleCount)];
        }

        return [.. Directory.EnumerateFiles("/proc/self/fd").Select(static file => new FileInfo(file).LinkTarget ?? string.Empty)];
    }

    private static List<string> Threads()
    {
        if (!Directory.Exists("/proc/self/task"))
        {
            using var process = Process.GetCurrentProcess();
            return [.. Enumerable.Repeat("thread", process.Threads.Count)];
        }

        return [.. Directory.EnumerateDirectories("/proc/self/task").Select(static task => Text(Path.Combine(task, "comm")).Trim()).Where(static name => !name.StartsWith(".NET ", StringComparison.Ordinal) && !name.StartsWith("dagstack", StringComparison.Ordinal))];
    }

    private static List<string> Children() => Directory.Exists("/proc/self/task")
        ? [.. Directory.EnumerateDirectories("/proc/self/task").SelectMany(static task => Text(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))]
        : [];

    private static string Text(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (IOException)
        {
            // The thread has ended meanwhile.
            return string.Empty;
        }
    }
}
