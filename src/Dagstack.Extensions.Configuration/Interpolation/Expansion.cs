namespace Dagstack.Extensions.Configuration.Interpolation;

/// <summary>What has become of a text with references in it.</summary>
internal readonly struct Expansion
{
    /// <summary>Gets the text, or null if the whole of it is a secret or there is an error.</summary>
    public string? Text { get; init; }

    /// <summary>Gets a value indicating whether a variable is in the text.</summary>
    public bool IsReplaced { get; init; }

    public SecretReference? Secret { get; init; }

    /// <summary>Gets what is wrong, or null.</summary>
    public string? Error { get; init; }

    public ConfigErrorReason Reason { get; init; }

    public static Expansion Of(string text, bool replaced) => new() { Text = text, IsReplaced = replaced };

    public static Expansion Failed(ConfigErrorReason reason, string error) => new() { Reason = reason, Error = error };
}
