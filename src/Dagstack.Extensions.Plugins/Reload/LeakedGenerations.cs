using Dagstack.Extensions.Plugins.Catalog;

namespace Dagstack.Extensions.Plugins.Reload;

/// <summary>Counts earlier generations of a plugin that are still alive.</summary>
internal static class LeakedGenerations
{
    /// <summary>How often memory is collected before a plugin is refused: code leaves with the second or third time.</summary>
    private const int Rounds = 5;

    /// <summary>Counts them; some may have gone since that was looked at.</summary>
    /// <param name="entry">The plugin.</param>
    /// <param name="enough">How many make it worth collecting memory.</param>
    public static int Count(PluginEntry entry, int enough)
    {
        lock (entry.Leaked)
        {
            var known = entry.Leaked.Count;
            if (known == 0)
            {
                return 0;
            }

            for (var round = 0; round < Rounds && entry.Leaked.Count(static leaked => leaked.IsAlive()) >= enough; round++)
            {
                entry.Leaked.ForEach(static leaked => leaked.Collect());
            }

            entry.Leaked.RemoveAll(static leaked => !leaked.IsAlive());
            if (entry.Leaked.Count < known)
            {
                entry.Note(reload: null, entry.Leaked.Count - known);
            }

            return entry.Leaked.Count;
        }
    }
}
