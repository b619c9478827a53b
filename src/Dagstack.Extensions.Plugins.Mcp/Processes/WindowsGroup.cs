using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.Versioning;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>A process on Windows, in a job that ends with the host.</summary>
/// <remarks>
/// Built, and never run: no test covers it. Streams block a thread of the pool per read. There is nothing like SIGTERM: a child that does not end
/// when its input does is terminated. What it starts before it is put into the job is not in it.
/// </remarks>
[SupportedOSPlatform("windows")]
internal sealed class WindowsGroup : IChildGroup
{
    private readonly Process _process;
    private readonly WindowsJob _job;

    private WindowsGroup(Process process, WindowsJob job)
    {
        (_process, _job, Id) = (process, job, process.Id);
        (Input, Output, Error) = (process.StandardInput.BaseStream, process.StandardOutput.BaseStream, process.StandardError.BaseStream);
    }

    public int Id { get; }

    public bool IsGuarded => true;

    public Stream Input { get; }

    public Stream Output { get; }

    public Stream Error { get; }

    public static WindowsGroup Start(ChildCommand command)
    {
        var job = new WindowsJob();
        Process? process = null;
        try
        {
            process = Process.Start(Describe(command))!;
            job.Add(process.SafeHandle);
            return new WindowsGroup(process, job);
        }
        catch (Win32Exception exception)
        {
            Undo();
            throw new ChildStartException($"The process of {command.Name} could not be started: '{Excerpt.Printable(command.File)}' in '{Excerpt.Printable(command.Folder)}' ({ExceptionText.MessageOf(exception)}). Try to start it by hand in that folder.", exception);
        }
        catch
        {
            Undo();
            throw;
        }

        void Undo()
        {
            process?.Kill(entireProcessTree: true);
            process?.Dispose();
            job.Dispose();
        }
    }

    public void WhenEnded(Action<ChildStatus> ended)
    {
        _process.Exited += (_, _) => ended(new ChildStatus(_process.ExitCode, null));
        _process.EnableRaisingEvents = true;
    }

    public void Signal(bool kill)
    {
        if (kill)
        {
            _job.Terminate();
        }
    }

    public bool IsAlive() => _job.Count > 0;

    public bool HasEnded() => _process.HasExited;

    public void Release() => _job.Terminate();

    public void Abandon()
    {
        _job.Terminate();
        Dispose();
    }

    public void Dispose()
    {
        Input.Dispose();
        Output.Dispose();
        Error.Dispose();
        _process.Dispose();
        _job.Dispose();
    }

    private static ProcessStartInfo Describe(ChildCommand command)
    {
        var isBatch = BatchCommandLine.IsBatch(command.File);
        var info = new ProcessStartInfo
        {
            FileName = isBatch ? Path.Combine(Environment.SystemDirectory, "cmd.exe") : command.File,
            WorkingDirectory = command.Folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            CreateNewProcessGroup = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (isBatch)
        {
            info.Arguments = BatchCommandLine.Write(command.File, command.Arguments, command.Name);
        }
        else
        {
            foreach (var argument in command.Arguments)
            {
                info.ArgumentList.Add(argument);
            }
        }

        info.Environment.Clear();
        foreach (var (name, value) in command.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
