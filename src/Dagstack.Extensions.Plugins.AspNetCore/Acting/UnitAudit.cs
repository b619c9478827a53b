using Dagstack.Extensions.Plugins.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Dagstack.Extensions.Plugins.AspNetCore.Acting;

/// <summary>Tells whoever is responsible for what runs who asked for what of units of work, and what came of it. What they work on is not told.</summary>
/// <param name="logger">The log of the category <see cref="AuditLog.Category"/>.</param>
internal sealed class UnitAudit(ILogger logger)
{
    /// <summary>What a backfill is of has several parts.</summary>
    private const int MaxUnits = 300;

    public void Asked(HttpContext http, string verb, string units) => logger.UnitActionAsked(Asker.UserOf(http), verb, Excerpt.Cut(units, MaxUnits), Asker.AddressOf(http));

    /// <summary>Takes down who asks, for when it is done: the request may be over by then.</summary>
    public Action<string, Exception?> Of(HttpContext http, string verb, string units)
    {
        var (user, shown) = (Asker.UserOf(http), Excerpt.Cut(units, MaxUnits));
        return (outcome, fault) =>
        {
            if (fault is null)
            {
                logger.UnitActionDone(verb, shown, user, outcome);
            }
            else
            {
                logger.UnitActionFailed(verb, shown, user, ExceptionText.MessageOf(fault));
            }
        };
    }

    public void Refused(HttpContext http, string verb, string units, string why) =>
        logger.UnitActionRefused(verb, Excerpt.Cut(units, MaxUnits), Asker.UserOf(http), Asker.AddressOf(http), Excerpt.Lines(why));
}
