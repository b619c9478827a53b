using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A small shell beside a child, which ends the child's group when the host is gone, however it went.</summary>
/// <remarks>
/// It is a child of the host and no member of the group: nothing that the group does to itself ends it, the host reaps it, and the program is
/// executed directly, with exactly its environment (a shell in between adds PWD and drops names that are no identifiers). It is started before the
/// program. For the moment between the start of the program and the line that says its number, it knows the pipes of the program, and finds the
/// groups of those who have one (Linux; on macOS a host that is killed within that moment leaves a child whose input has ended).
/// </remarks>
internal sealed class UnixGuard : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>Reads what to look after; the pipe ends when the host does. TERM at once, KILL after two seconds, and nothing to a group that is gone.</summary>
    /// <remarks>Each step starts a program, which takes its time on a machine that is busy: few steps, so that the two seconds stay about two.</remarks>
    internal const string Script = """
        trap '' HUP INT QUIT TERM
        IFS= read -r pipes; IFS= read -r groups; IFS= read -r end
        for t in 0 0.1 0.2 0.3 0.4; do
            [ -z "$groups" ] && [ "$pipes" ] || break
            sleep $t 2>/dev/null || sleep 1
            for p in $(ls -l /proc/[0-9]*/fd/[012] 2>/dev/null | sed -n -E "s#.*/proc/([0-9]+)/fd/. -> pipe:\[($pipes)\]\$#\1#p"); do
                read -r line 2>/dev/null </proc/$p/stat || continue
                set -- ${line##*) }
                [ "$3" -gt 1 ] && groups="$groups $3"
            done
        done
        all() { r=1; for g in $groups; do kill -s "$1" -- "-$g" 2>/dev/null && r=0; done; return $r; }
        all TERM
        for t in 0.1 0.2 0.3 0.6 0.8; do all 0 || exit 0; sleep $t 2>/dev/null || { sleep 2; break; }; done
        all KILL
        """;

    private readonly PosixPipe _pipe;
    private readonly int _process;
    private bool _ended;

    private UnixGuard(PosixPipe pipe, int process)
    {
        (_pipe, _process) = (pipe, process);
    }

    /// <summary>Starts a guard for a child that is about to be started.</summary>
    /// <param name="pipes">The child's three pipes.</param>
    /// <param name="name">Whose guard it is, for those who look at a list of processes.</param>
    /// <returns>The guard, or null on a system without a shell.</returns>
    public static UnixGuard? Start(PosixPipe[] pipes, string name)
    {
        if (!File.Exists(Shell))
        {
            return null;
        }

        var pipe = PosixPipe.Create(PipeDirection.Out);
        var process = 0;
        try
        {
            using var nothing = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            var error = PosixSpawn.Start(Shell, [Shell, "-c", Script, "dagstack-guard", name.Replace('\0', ' ')], ["PATH=/usr/bin:/bin"], PosixSpawn.CanChangeFolder ? "/" : null, pipe.ChildEnd, nothing, nothing, out process);
            if (error != 0)
            {
                throw new ChildStartException($"'{Shell}', which ends a process when the host is gone, could not be started: {Marshal.GetPInvokeErrorMessage(error)} (error {error}). Look at the host's limits of processes and memory.");
            }

            pipe.ChildEnd.Dispose();
            var guard = new UnixGuard(pipe, process);
            guard.Tell(NumbersOf(pipes));
            return guard;
        }
        catch
        {
            pipe.Dispose();
            End(process);
            throw;
        }
    }

    /// <summary>Says which group is looked after.</summary>
    public bool Protect(int group) => Tell(group.ToString(CultureInfo.InvariantCulture));

    /// <summary>Lets the guard go, after the group has.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            End(_process);
            _pipe.Dispose();
        }
    }

    /// <summary>The numbers by which the system shows pipes, as alternatives of an expression; nothing where it does not.</summary>
    internal static string NumbersOf(params PosixPipe[] pipes) => OperatingSystem.IsLinux()
        ? string.Join('|', pipes.Select(static pipe => new FileInfo($"/proc/self/fd/{pipe.ChildEnd.DangerousGetHandle()}").LinkTarget)
            .Where(static link => link?.StartsWith("pipe:[", StringComparison.Ordinal) == true).Select(static link => link![6..^1]))
        : "";

    private static void End(int process)
    {
        if (process > 0)
        {
            Posix.SignalProcess(process, Posix.Kill);
            _ = Posix.TryReap(process, out _, wait: true);
        }
    }

    private bool Tell(string line) => Posix.Write(_pipe.HostEnd, Encoding.ASCII.GetBytes($"{line}\n"));
}
