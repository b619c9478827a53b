using System.Text;

namespace Quickstart;

/// <summary>Reads a text file as UTF-8, and says so when it is none.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no file '{path}'. Give the path of a text file.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellation);
        try
        {
            return s_strict.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(Encoding.UTF8.Preamble.Length) : bytes);
        }
        catch (DecoderFallbackException invalid)
        {
            throw new InvalidDataException($"'{path}' is not UTF-8: the bytes at offset {invalid.Index} are not a character. Convert the file to UTF-8.", invalid);
        }
    }
}
