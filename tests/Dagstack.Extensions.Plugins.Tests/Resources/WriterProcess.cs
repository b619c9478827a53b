using System.Diagnostics;
using System.Globalization;

namespace Dagstack.Extensions.Plugins.Tests.Resources;

/// <summary>A process that writes blobs and checkpoints until it is killed.</summary>
internal sealed class WriterProcess : IDisposable
{
    private readonly Process _process;

    public WriterProcess(string folder, int seed, long firstVersion)
    {
        var path = Path.Combine(Repository.Root, "tests", "fixtures", "Writer", "bin", Repository.Configuration, "net10.0", "Writer.dll");
        string[] arguments = [path, folder, seed.ToString(CultureInfo.InvariantCulture), firstVersion.ToString(CultureInfo.InvariantCulture)];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Lets it run for a while after its first acknowledgement, kills it, and gives what it has acknowledged.</summary>
    /// <param name="moment">How long: the moment of the kill, not a time to wait for something.</param>
    public async Task<IReadOnlyList<Acknowledgement>> KillAsync(TimeSpan moment)
    {
        using var limit = new CancellationTokenSource(Limits.Patience);
        var error = _process.StandardError.ReadToEndAsync(limit.Token);
        var first = await _process.StandardOutput.ReadLineAsync(limit.Token) ?? throw new InvalidOperationException($"The writer ended by itself: {await error}");
        await Task.Delay(moment, TimeProvider.System, limit.Token);
        _process.Kill();
        var rest = await _process.StandardOutput.ReadToEndAsync(limit.Token);
        await _process.WaitForExitAsync(limit.Token);
        if (await error is { Length: > 0 } text)
        {
            throw new InvalidOperationException($"The writer failed before it was killed: {text}");
        }

        // A last line without its end is not an acknowledgement.
        return [Acknowledgement.Parse(first), .. rest.Split('\n')[..^1].Select(Acknowledgement.Parse)];
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
