using Dagstack.Extensions.Plugins.Mcp.Wire;

namespace Dagstack.Extensions.Plugins.Mcp.Worker;

/// <summary>The life of a worker: it serves until its input ends, and the program of the host never begins.</summary>
internal static class WorkerMain
{
    /// <summary>As many calls as a host sends at a time, and some more: they may all block.</summary>
    private const int Threads = 80;

    /// <summary>Serves, and ends the process.</summary>
    public static void Run()
    {
        try
        {
            var (input, output) = StandardStreams.Take();
            ThreadPool.GetMinThreads(out _, out var completions);
            ThreadPool.SetMinThreads(Threads, completions);
            using var lines = new LineReader(new FileStream(input, FileAccess.Read, bufferSize: 0), WireLimits.MaxMessageBytes);
            var server = new WorkerServer(new WorkerOutput(new FileStream(output, FileAccess.Write, bufferSize: 0)));
            Serve(lines, server);
            server.Finish();
        }
        catch (IOException gone)
        {
            // Nobody reads any more, and where the streams could not be had this is all that can be told.
            Tell(gone.Message);
            Environment.Exit(1);
        }

        Environment.Exit(0);
    }

    /// <summary>Writes to the error output, whose lines are in the host's log of the plugin.</summary>
#pragma warning disable RS0030 // It is a program of its own.
    public static void Tell(string line) => Console.Error.WriteLine(line);
#pragma warning restore RS0030

    private static void Serve(LineReader lines, WorkerServer server)
    {
        while (true)
        {
            switch (lines.Read())
            {
                case LineKind.End:
                    return;
                case LineKind.Line:
                    server.Receive(lines.Line);
                    break;
            }
        }
    }
}
