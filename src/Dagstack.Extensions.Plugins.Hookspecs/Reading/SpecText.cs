using System.Text;

namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Reads files of a kind into nodes.</summary>
internal static class SpecText
{
    /// <summary>Far more than anybody writes by hand.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isYaml">Whether it is YAML; else it is JSON.</param>
    /// <param name="problems">Takes what is wrong with it.</param>
    /// <returns>The root; null if it cannot be read.</returns>
    public static SpecNode? Read(string path, bool isYaml, SpecProblems problems)
    {
        byte[] bytes;
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
            {
                problems.Add($"the file has {file.Length:#,0} bytes, and {MaxBytes:#,0} are read at most. Make it smaller.");
                return null;
            }

            bytes = new byte[file.Length];
            file.ReadExactly(bytes);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Add(fault is FileNotFoundException or DirectoryNotFoundException
                ? "the file is not there. Write it, or correct the path that leads to it."
                : $"the file cannot be read: {Excerpt.Cut(fault.Message, 200)}");
            return null;
        }

        return Parse(bytes, isYaml, problems);
    }

    /// <summary>Reads a text.</summary>
    public static SpecNode? Parse(ReadOnlySpan<byte> bytes, bool isYaml, SpecProblems problems)
    {
        bytes = bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        var builder = new SpecTreeBuilder(isYaml ? "YAML" : "JSON", problems);
        try
        {
            return isYaml ? YamlTree<SpecNode>.Read(s_strict.GetString(bytes), builder) : JsonTree<SpecNode>.Read(bytes, SpecTreeBuilder.MaxDepth, builder);
        }
        catch (DecoderFallbackException fault)
        {
            problems.Add($"the file is not UTF-8: the byte at {fault.Index} begins no character. Save it as UTF-8.");
        }
        catch (SpecUnreadableException)
        {
            // Why is among the problems.
        }

        return null;
    }
}
