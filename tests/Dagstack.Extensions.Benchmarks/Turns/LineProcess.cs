using System.Diagnostics;

namespace Dagstack.Extensions.Benchmarks.Turns;

/// <summary>A program that answers lines, without a protocol.</summary>
internal sealed class LineProcess : IDisposable
{
    private readonly Process _process;
    private byte[] _answer = new byte[64];

    public LineProcess(string file, params string[] arguments) =>
        _process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

    /// <summary>Sends a line and waits for another.</summary>
    /// <param name="line">The line, with its end.</param>
    /// <returns>The bytes of the answer, until the next call.</returns>
    public async Task<ReadOnlyMemory<byte>> AskAsync(ReadOnlyMemory<byte> line)
    {
        var (input, output) = (_process.StandardInput.BaseStream, _process.StandardOutput.BaseStream);
        var sending = SendAsync(input, line);
        var count = 0;
        while (count == 0 || _answer[count - 1] != (byte)'\n')
        {
            if (count == _answer.Length)
            {
                Array.Resize(ref _answer, 2 * count);
            }

            var read = await output.ReadAsync(_answer.AsMemory(count)).ConfigureAwait(false);
            count += read > 0 ? read : throw new InvalidOperationException("The process has ended.");
        }

        await sending.ConfigureAwait(false);
        return _answer.AsMemory(0, count);
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    /// <summary>Sends it while the answer is read: a pipe is smaller than many a line.</summary>
    private static async Task SendAsync(Stream input, ReadOnlyMemory<byte> line)
    {
        await input.WriteAsync(line).ConfigureAwait(false);
        await input.FlushAsync().ConfigureAwait(false);
    }
}
