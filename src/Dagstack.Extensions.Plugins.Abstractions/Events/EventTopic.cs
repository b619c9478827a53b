using System.Buffers;

namespace Dagstack.Extensions.Plugins;

/// <summary>The rule of topics: what may be published, and what may be subscribed to.</summary>
internal static class EventTopic
{
    public const int MaxLength = 256;

    private const string Rule = "parts of lower-case letters, digits, '_' and '-', with a single dot between two of them, of 256 characters at most, such as 'index.updated'";

    private static readonly SearchValues<char> s_allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

    /// <exception cref="ArgumentException">Nothing can be published under it.</exception>
    public static void ThrowIfInvalid(string topic, string parameter)
    {
        ArgumentNullException.ThrowIfNull(topic, parameter);
        if (!IsTopic(topic))
        {
            throw new ArgumentException($"'{Shown(topic)}' is no topic of events. Expected {Rule}.", parameter);
        }
    }

    /// <exception cref="ArgumentException">It is neither a topic nor a beginning of topics.</exception>
    public static void ThrowIfInvalidPattern(string pattern, string parameter)
    {
        ArgumentNullException.ThrowIfNull(pattern, parameter);
        if (pattern != "*" && !IsTopic(pattern.EndsWith(".*", StringComparison.Ordinal) ? pattern.AsSpan(0, pattern.Length - 2) : pattern))
        {
            throw new ArgumentException($"'{Shown(pattern)}' is nothing to subscribe to. Expected a topic, which is {Rule}; or the beginning of topics with '.*' at its end, such as 'index.*'; or '*' for all.", parameter);
        }
    }

    private static bool IsTopic(ReadOnlySpan<char> topic) =>
        topic.Length is > 0 and <= MaxLength
        && !topic.ContainsAnyExcept(s_allowed)
        && topic[0] != '.'
        && topic[^1] != '.'
        && topic.IndexOf("..") < 0;

    private static string Shown(string topic) => topic.Length <= MaxLength ? topic : $"{topic.AsSpan(0, MaxLength)}…";
}
