using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Tells whoever is responsible for what runs who asked for what, and what came of it.</summary>
/// <param name="logger">The log of the category <see cref="AuditLog.Category"/>.</param>
internal sealed class ActionAudit(ILogger logger)
{
    public const string AllPlugins = "all plugins";

    public void Asked(HttpContext http, string verb, string plugin) => logger.ActionAsked(Asker.UserOf(http), verb, Excerpt.Of(plugin), Asker.AddressOf(http));

    /// <summary>Takes down who asks, for when it is done: the request may be over by then.</summary>
    public Action<PluginDeed> Of(HttpContext http, string verb, string plugin)
    {
        var user = Asker.UserOf(http);
        return deed =>
        {
            if (deed.Failure is { } failure)
            {
                logger.ActionFailed(verb, Excerpt.Of(plugin), user, deed.Outcome, Excerpt.Lines(failure.Text));
            }
            else
            {
                logger.ActionDone(verb, Excerpt.Of(plugin), user, deed.Outcome);
            }
        };
    }

    public void Refused(HttpContext http, string verb, string plugin, string why) => logger.ActionRefused(verb, Excerpt.Of(plugin), Asker.UserOf(http), Asker.AddressOf(http), Excerpt.Lines(why));
}
