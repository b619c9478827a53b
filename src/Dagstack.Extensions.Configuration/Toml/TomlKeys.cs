using Dagstack.Extensions.Configuration.Errors;
using Dagstack.Extensions.Configuration.Files;
using Dagstack.Extensions.Configuration.Layers;
using Dagstack.Extensions.Configuration.Reading;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Toml;

/// <summary>TOML as keys and texts. <c>$</c> has no meaning in these files.</summary>
internal static class TomlKeys
{
    /// <exception cref="ConfigException">The file is no TOML, or two of its keys differ in case only.</exception>
    public static Dictionary<string, string?> Read(Stream stream, string name, int maxSize) => Parse(ReadAll(stream, name, maxSize), name);

    /// <exception cref="ConfigException">The file is no TOML, or two of its keys differ in case only.</exception>
    public static Dictionary<string, string?> Parse(ReadOnlyMemory<byte> content, string name)
    {
        var file = new ConfigFile(name, ConfigFormat.Toml);
        var problems = new ProblemList();
        var root = TreeReader.Read(content, file, null, problems);
        problems.ThrowIfAny();
        return FlatKeys.Of(root!).Data;
    }

    /// <exception cref="ConfigException">The file is too large.</exception>
    public static ReadOnlyMemory<byte> ReadAll(Stream stream, string name, int maxSize)
    {
        var buffer = new MemoryStream(stream.CanSeek ? (int)Math.Clamp(stream.Length - stream.Position, 0, maxSize) : 0);
        var part = new byte[16384];
        int read;
        while ((read = stream.Read(part)) > 0)
        {
            buffer.Write(part, 0, read);
            if (buffer.Length > maxSize)
            {
                throw new ConfigException([new ConfigFile(name, ConfigFormat.Toml).Problem(ConfigErrorReason.SourceUnavailable, string.Empty, ReadLimits.TooLarge(maxSize))], string.Empty);
            }
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
