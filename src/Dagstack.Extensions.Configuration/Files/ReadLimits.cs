
namespace Dagstack.Extensions.Configuration.Files;

/// <summary>What no configuration comes near, and what keeps a hostile file from taking all memory.</summary>
internal static class ReadLimits
{
    /// <summary>Levels of nesting.</summary>
    public const int Depth = 64;

    /// <summary>Values in one file, with those that aliases repeat counted as often as they appear.</summary>
    public const int Nodes = 1_000_000;

    /// <summary>UTF-16 code units of one key.</summary>
    public const int KeyLength = 1024;

    /// <summary>Characters of a number. Longer digits are an identifier that wants quotes.</summary>
    public const int NumberLength = 128;

    /// <summary>Bytes of one file, unless the options say otherwise.</summary>
    public const int FileSize = 16 * 1024 * 1024;

    /// <summary>Says that a file is longer than the options allow.</summary>
    public static string TooLarge(int maxSize) => $"the file has more than {maxSize:N0} bytes. Is it the right file? If it is, raise MaxFileSize.";
}
