using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Dagstack.Extensions.Plugins.AspNetCore.Browser.Tests.Site;

/// <summary>Something before the plugins that answers for pages in their place while a test wants it, and lets all else on.</summary>
internal sealed class Trouble : IStartupFilter
{
    /// <summary>The status with which no answer is sent at all.</summary>
    public const int NoAnswer = -1;

    private volatile int _status;
    private volatile int _pages;

    /// <summary>Gets or sets the status that pages are answered with; 0 while there is no trouble.</summary>
    public int Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>Gets how many pages were asked for.</summary>
    public int Pages => _pages;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(AnswerAsync);
        next(app);
    };

    private Task AnswerAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            return next(http);
        }

        Interlocked.Increment(ref _pages);
        if (_status == 0)
        {
            return next(http);
        }

        if (_status == NoAnswer)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.StatusCode = _status;
        http.Response.ContentType = "text/html";
        return http.Response.WriteAsync($"<h1>Trouble {_status}</h1>");
    }
}
