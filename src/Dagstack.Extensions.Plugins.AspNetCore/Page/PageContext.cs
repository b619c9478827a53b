using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Page;

/// <summary>The request that a page is for.</summary>
/// <param name="Http">The request.</param>
/// <param name="Root">Where the plugins are served, with the application's own base path, such as <c>/plugins</c>.</param>
/// <param name="MayAct">Whether actions are allowed in this place and to whoever asks.</param>
/// <param name="HasUnits">Whether the host has units of work.</param>
internal sealed record PageContext(HttpContext Http, string Root, bool MayAct, bool HasUnits = false)
{
    public DateTimeOffset Now => (Http.RequestServices.GetService<TimeProvider>() ?? TimeProvider.System).GetUtcNow();
}
