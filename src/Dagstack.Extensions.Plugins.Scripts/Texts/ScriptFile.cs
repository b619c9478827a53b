using System.Text;

namespace Dagstack.Extensions.Plugins.Scripts.Texts;

/// <summary>The bytes of a plugin's code, read once, with what makes them no code at all.</summary>
internal static class ScriptFile
{
    /// <summary>The most bytes that a file may have.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>What is said of code that the compiler has not enough of a stack for.</summary>
    public const string TooDeep = "this is nested too deeply for the compiler. Split it.";

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Looks whether a file is there as a whole.</summary>
    /// <returns>What is missing, as the end of a sentence; null for nothing.</returns>
    public static string? ComplaintOf(string path)
    {
        try
        {
            // What has no length may be a pipe, and opening it would wait for a writer.
            if (new FileInfo(path).Length == 0)
            {
                return "is empty.";
            }

            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var last = new byte[Math.Min(stream.Length, 16)];
            stream.Seek(-last.Length, SeekOrigin.End);
            stream.ReadExactly(last);
            return last.AsSpan().ContainsAnyExcept((byte)0) ? null : "ends with zeros, as a file does that is being written.";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read: {fault.Message}";
        }
    }

    /// <summary>Reads the file of a module.</summary>
    /// <exception cref="PluginLoadException">It cannot be read, or is too large.</exception>
    public static byte[] Read(PluginModuleContext context)
    {
        try
        {
            return new FileInfo(context.File).Length switch
            {
                0 => throw Refused(context, "is empty. Write the class there that 'entry_point' names."),
                > MaxBytes and var length => throw Refused(context, $"has {length} bytes, and more than {MaxBytes} are not compiled. Make a project of it."),
                _ => File.ReadAllBytes(context.File),
            };
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Refused(context, $"cannot be read: {fault.Message} See that it is a file that the account of the host may read.", fault);
        }
    }

    /// <summary>Looks whether bytes are text that can be handed to the compiler.</summary>
    /// <returns>What is wrong, with line and column; null for nothing.</returns>
    public static string? ComplaintOf(ReadOnlySpan<byte> bytes, string file)
    {
        if (bytes.IndexOf((byte)0) is >= 0 and var zero && !bytes.StartsWith<byte>([0xFF, 0xFE]) && !bytes.StartsWith<byte>([0xFE, 0xFF]))
        {
            return $"{PlaceOf(bytes[..zero], file)}: there is a zero byte, which no text has. Save the file as UTF-8.";
        }

        try
        {
            s_strict.GetCharCount(bytes);
            return Nesting.FindTooDeep(bytes) is { } deep ? $"{PlaceOf(bytes[..deep], file)}: {TooDeep}" : null;
        }
        catch (DecoderFallbackException fault)
        {
            return $"{PlaceOf(bytes[..fault.Index], file)}: what begins here is not UTF-8. Save the file as UTF-8.";
        }
    }

    private static string PlaceOf(ReadOnlySpan<byte> before, string file)
    {
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        return $"{file}({line},{Encoding.UTF8.GetCharCount(before[start..]) + 1})";
    }

    private static PluginLoadException Refused(PluginModuleContext context, string complaint, Exception? fault = null) =>
        new(context.Id, $"The module '{context.OwnFile}' of plugin '{context.Id}' {complaint}", fault) { File = context.OwnFile };
}
